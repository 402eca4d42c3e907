import { sanitize } from "@router-gate/hook-runtime"

/** Text of another session or program as one line: nothing in it may steer a terminal or pass for a line of ours. */
export function printable(text: string, max = 500): string {
  return sanitize(text.replace(/[\s\p{Zl}\p{Zp}]+/gu, " "), max)
}

/** An instant as people and programs read it. */
export function clock(epochMs: number): string {
  const date = new Date(epochMs)
  return Number.isNaN(date.getTime()) ? "?" : date.toISOString().replace(/\.\d+Z$/, "Z")
}
