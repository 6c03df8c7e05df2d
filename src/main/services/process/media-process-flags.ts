/**
 * Node's flags for processes that carry audio. V8's collector otherwise shares its work with helper threads and waits for
 * them: on a busy machine that made 10 ms of work a stop of 90 ms (measured), which every jitter buffer remembers. The heaps
 * are small.
 */
export const mediaProcessFlags = ['--enable-source-maps', '--single-threaded-gc'] as const;
