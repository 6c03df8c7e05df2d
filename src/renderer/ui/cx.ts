/** Joins class names and leaves out what is not wanted: `cx('a', wrong && 'b')`. */
export function cx(...names: ReadonlyArray<string | false | undefined>): string {
  return names.filter(Boolean).join(' ');
}
