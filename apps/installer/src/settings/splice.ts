/** A replacement of `length` characters at `offset` by `content`. */
export interface Splice {
  offset: number
  length: number
  content: string
}

/** Carries out splices that do not overlap; every character outside of them stays as it is. */
export function spliceText(text: string, splices: readonly Splice[]): string {
  let result = ""
  let from = 0
  // The sort is stable: two insertions at one place keep their order.
  for (const { offset, length, content } of [...splices].sort((a, b) => a.offset - b.offset)) {
    if (offset < from) throw new Error(`splices overlap at offset ${offset}`)
    result += text.slice(from, offset) + content
    from = offset + length
  }
  return result + text.slice(from)
}
