/**
 * `text` as espeak-ng may be given it. It obeys SSML (a pause of an hour, if it is told so), phonemes in double brackets and
 * commands after a control character; what is translated is only ever text.
 */
export function spokenText(text: string): string {
  return text.replaceAll(/[<>[\]\p{Cc}]/gu, ' ');
}
