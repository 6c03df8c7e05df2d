/** A JSON Web Token, as LiveKit's are: three parts of base64url, the first of which begins with `{"`. */
const TOKEN = /eyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** `text` with anything that looks like a token made unreadable, for lines of programs and libraries that are not ours. */
export const withoutTokens = (text: string): string => text.replaceAll(TOKEN, '[token]');
