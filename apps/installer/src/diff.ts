import { createTwoFilesPatch } from "diff"

/** The difference between two states of a file, as `diff -u` shows it; null when there is none. */
export function unifiedDiff(path: string, before: string | null, after: string | null): string | null {
  if (before === after) return null
  const name = (contents: string | null) => (contents === null ? "/dev/null" : path)
  const patch = createTwoFilesPatch(
    name(before),
    name(after),
    before ?? "",
    after ?? "",
    undefined,
    undefined,
    { context: 3 },
  )
  return patch.replace(/^=+\n/, "")
}
