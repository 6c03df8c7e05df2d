import { performance } from 'node:perf_hooks';

const REPORT_EVERY_MS = 15_000;
const REDRAW_EVERY_MS = 250;

/** Seconds since `sinceMs` (performance clock) as people read them: `0.4 s`, `12 s`, `3 min 20 s`. */
export function elapsed(sinceMs) {
  const seconds = (performance.now() - sinceMs) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** Writes a line of progress. Always standard error: standard output belongs to the command that was asked for. */
export const say = (line) => process.stderr.write(`${line}\n`);

/**
 * Shows that long work goes on: what, how far, how long. A terminal sees one line that is redrawn, a log file a line
 * every 15 s. `detail` may be called as often as news comes. Work has failed when it throws, resolves with words (the
 * reason), or with a program's exit code other than 0.
 */
export async function withProgress(title, work) {
  const since = performance.now();
  let detail = '';
  const text = () => `  … ${title}${detail && `: ${detail}`} (${elapsed(since)})`;
  const terminal = process.stderr.isTTY;
  say(`  … ${title}`);
  const timer = setInterval(
    () => {
      if (terminal) process.stderr.write(`\u001B[1A\u001B[2K${text().slice(0, (process.stderr.columns ?? 80) - 1)}\n`);
      else say(text());
    },
    terminal ? REDRAW_EVERY_MS : REPORT_EVERY_MS,
  );
  let outcome = 'failed';
  try {
    const result = await work((news) => {
      detail = news;
    });
    if (typeof result !== 'string' && !result?.code) outcome = 'done';
    return result;
  } finally {
    clearInterval(timer);
    if (terminal) process.stderr.write('\u001B[1A\u001B[2K');
    say(`  ${title}: ${outcome} (${elapsed(since)})`);
  }
}
