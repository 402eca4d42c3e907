import type { Word } from "unbash"

/** The text of a shell word if it says the same every time; else the empty text, which is no branch and no option. */
export function wordText({ value, parts }: Word): string {
  const isPlain = (parts ?? []).every((part) =>
    part.type === "DoubleQuoted"
      ? part.parts.every((inner) => inner.type === "Literal")
      : part.type === "Literal" || part.type === "SingleQuoted",
  )
  return isPlain ? value : ""
}
