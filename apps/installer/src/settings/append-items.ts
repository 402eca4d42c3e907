import type { Node } from "jsonc-parser"
import { type Layout, lineIndent, printBlock, printInline, startsItsLine } from "./layout.ts"
import type { Splice } from "./splice.ts"

/** What is added to a container: a member of an object (with a key) or an element of an array. */
export interface Item {
  key?: string
  value: unknown
}

/**
 * Plans how items are added at the end of an object or array, in the style that it has: one per line if its items are,
 * on one line otherwise. Whatever stands in front of the closing bracket stays where it is.
 */
export function appendItems(container: Node, items: readonly Item[], text: string, layout: Layout): Splice {
  const last = container.children?.at(-1)
  if (!last) return fillEmpty(container, items, text, layout)
  const end = last.offset + last.length
  if (!startsItsLine(text, last.offset)) {
    const gap = gapBefore(last, container, text) ?? layout.inline.comma
    return {
      offset: end,
      length: 0,
      content: items.map((item) => `,${gap}${onOneLine(item, layout)}`).join(""),
    }
  }
  const indent = lineIndent(text, last.offset)
  const print = container.parent && isOneLiner(last, text) ? onOneLine : overLines
  return {
    offset: end,
    length: 0,
    content: items.map((item) => `,${layout.eol}${indent}${print(item, layout, indent)}`).join(""),
  }
}

function fillEmpty(container: Node, items: readonly Item[], text: string, layout: Layout): Splice {
  const inside = { offset: container.offset + 1, length: container.length - 2 }
  // An empty file object shows no style; elsewhere a container that opens in a line of its own may span lines.
  if (container.parent && !startsItsLine(text, container.parent.offset)) {
    const padding = container.type === "object" ? layout.inline.brace : layout.inline.bracket
    const list = items.map((item) => onOneLine(item, layout)).join(`,${layout.inline.comma}`)
    return { ...inside, content: padding + list + padding }
  }
  const outer = lineIndent(text, container.offset)
  const inner = outer + layout.unit
  const list = items.map((item) => layout.eol + inner + overLines(item, layout, inner)).join(",")
  return { ...inside, content: list + layout.eol + outer }
}

function overLines(item: Item, layout: Layout, indent: string): string {
  const value = printBlock(item.value, layout, indent)
  return item.key === undefined ? value : `${JSON.stringify(item.key)}: ${value}`
}

function onOneLine(item: Item, layout: Layout): string {
  const value = printInline(item.value, layout)
  return item.key === undefined ? value : `${JSON.stringify(item.key)}:${layout.inline.colon}${value}`
}

/** The white space between the comma before an item and the item; undefined when there is no item before it. */
function gapBefore(last: Node, container: Node, text: string): string | undefined {
  const previous = container.children?.at(-2)
  if (!previous) return undefined
  return text.slice(previous.offset + previous.length, last.offset).replace(/^\s*,/, "")
}

/** Tells whether a member or element is an object or array with contents, all on one line. */
function isOneLiner(item: Node, text: string): boolean {
  const value = item.type === "property" ? item.children?.[1] : item
  if (!value?.children?.length) return false
  return !text.slice(value.offset, value.offset + value.length).includes("\n")
}
