/** What a program needs to find itself, its libraries, its temporary folder and its language, on any platform; no key, no token. */
const HANDED_ON = ['PATH', 'HOME', 'LANG', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'USERPROFILE', 'LD_LIBRARY_PATH'] as const;

/** The environment of a child process: of `own`, its parent's (`process.env`), the few variables it needs, and not all of them. */
export function childEnvironment(own: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(HANDED_ON.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]])));
}
