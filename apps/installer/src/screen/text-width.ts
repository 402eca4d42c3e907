import { stripVTControlCharacters } from "node:util"

/** How many columns a line takes on a terminal. */
export function textWidth(line: string): number {
  let width = 0
  for (const character of stripVTControlCharacters(line)) width += characterWidth(character)
  return width
}

function characterWidth(character: string): number {
  if (/^[\p{M}\p{Cf}]$/u.test(character)) return 0
  return WIDE.test(character) ? 2 : 1
}

const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303e\uff01-\uff60]$/u
