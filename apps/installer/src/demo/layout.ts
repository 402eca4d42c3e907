import { textWidth } from "../screen/text-width.ts"
import type { SessionName } from "./stage.ts"

/** Where the lines of a session go: side by side, or one below the other with the session's name in front. */
export interface Layout {
  /** Columns for a session's text. */
  width: number
  /** What comes before each line of a session. */
  margin: Record<SessionName, string>
}

const GUTTER = 3
const NARROWEST = 34
const WIDEST = 64

/** Two columns if there is room for them; one where there is not, and where there is no terminal. */
export function layoutFor(columns: number | undefined): Layout {
  const half = Math.min(WIDEST, Math.floor(((columns ?? 0) - GUTTER) / 2))
  if (half >= NARROWEST) return { width: half, margin: { A: "", B: " ".repeat(half + GUTTER) } }
  return { width: Math.max(20, (columns ?? 80) - GUTTER), margin: { A: "A  ", B: "B  " } }
}

/** A text of a session as lines in its place. Colour comes last: it takes no room. */
export function placed(
  text: string,
  session: SessionName,
  { width, margin }: Layout,
  {
    indent = 0,
    colour = (line: string) => line,
  }: { indent?: number; colour?: (line: string) => string } = {},
): string {
  const lines = wrapped(text, width - indent)
  return lines.map((line) => `${margin[session]}${" ".repeat(indent)}${colour(line)}\n`).join("")
}

/** Breaks a text at its spaces; a word that is longer than a line is broken too. */
export function wrapped(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ""
  for (const word of text.split(/\s+/).flatMap((one) => pieces(one, width))) {
    if (line !== "" && textWidth(line) + 1 + textWidth(word) > width) {
      lines.push(line)
      line = word
    } else line = line === "" ? word : `${line} ${word}`
  }
  return [...lines, line]
}

function pieces(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word]
  let end = word.length
  while (end > 1 && textWidth(word.slice(0, end)) > width) end--
  return [word.slice(0, end), ...pieces(word.slice(end), width)]
}
