/**
 * Node's flags for processes that carry audio. V8's collector otherwise shares its work with helper threads and waits for
 * them: on a busy machine that made 10 ms of work a stop of 90 ms (measured), which every jitter buffer remembers. And it looks
 * through young objects whenever 16 MB of them have come together: every two seconds, for 5 to 12 ms, in which no audio was
 * written. A space of 1 MB (the flag's unit) is looked through more often, for about 1 ms. The heaps are small.
 */
export const mediaProcessFlags = ['--enable-source-maps', '--single-threaded-gc', '--max-semi-space-size=1'] as const;
