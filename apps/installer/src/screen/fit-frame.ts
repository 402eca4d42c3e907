import { textWidth } from "./text-width.ts"

/** How much a terminal shows. */
export interface Size {
  columns: number
  rows: number
}

/**
 * The lines of a text that a terminal has room for, which breaks long ones by itself. If there are more, the last line
 * says how many.
 */
export function fitFrame(text: string, size: Size): string[] {
  const lines = text.trimEnd().split("\n")
  const heights = lines.map((line) => Math.max(1, Math.ceil(textWidth(line) / size.columns)))
  if (sum(heights) <= size.rows) return lines
  let shown = 0
  for (let left = size.rows - 1; left >= (heights[shown] ?? 0); shown++) left -= heights[shown] ?? 0
  const hidden = lines.length - shown
  return [...lines.slice(0, shown), `… and ${hidden} more ${hidden === 1 ? "line" : "lines"}`]
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0)
}
