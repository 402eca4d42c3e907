import type { Node } from "jsonc-parser"

/** How a settings file is laid out, so that what we add looks as if its owner had typed it. */
export interface Layout {
  eol: "\n" | "\r\n"
  /** One step of indentation. */
  unit: string
  /** White space inside a one-line value: after a colon, after a comma, inside braces, inside brackets. */
  inline: { colon: string; comma: string; brace: string; bracket: string }
}

/** Reads the layout off a text. What the text does not show gets the client's own style: 2 spaces and LF. */
export function layoutOf(text: string, root: Node | undefined): Layout {
  const firstChild = root?.children?.[0]
  const indentation =
    firstChild && startsItsLine(text, firstChild.offset) ? lineIndent(text, firstChild.offset) : ""
  const compact = root !== undefined && firstChild !== undefined && !/":\s|,\s/.test(text)
  return {
    eol: /\r?\n/.exec(text)?.[0] === "\r\n" ? "\r\n" : "\n",
    unit: indentation || (/\n([ \t]+)\S/.exec(text)?.[1] ?? "  "),
    inline: {
      colon: compact ? "" : " ",
      comma: compact ? "" : " ",
      brace: compact || (/\{"/.test(text) && !/\{ +"/.test(text)) ? "" : " ",
      bracket: /\[ +["{]/.test(text) ? " " : "",
    },
  }
}

/** Prints a value over several lines, the first of them unindented, the others at `indent` and deeper. */
export function printBlock(value: unknown, layout: Layout, indent: string): string {
  return JSON.stringify(value, null, "\t")
    .replace(/^\t+/gm, (tabs) => layout.unit.repeat(tabs.length))
    .replaceAll("\n", layout.eol + indent)
}

/** Prints a value on one line. */
export function printInline(value: unknown, layout: Layout): string {
  const { colon, comma, brace, bracket } = layout.inline
  if (Array.isArray(value)) {
    return wrap("[", bracket, value.map((item) => printInline(item, layout)).join(`,${comma}`), "]")
  }
  if (typeof value !== "object" || value === null) return JSON.stringify(value)
  const members = Object.entries(value).map(
    ([key, item]) => `${JSON.stringify(key)}:${colon}${printInline(item, layout)}`,
  )
  return wrap("{", brace, members.join(`,${comma}`), "}")
}

/** The white space that opens the line of an offset. */
export function lineIndent(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset)
  return /^[ \t]*/.exec(line)?.[0] ?? ""
}

/** Tells whether nothing but white space stands before an offset in its line, and a line break before that. */
export function startsItsLine(text: string, offset: number): boolean {
  return /\n[ \t]*$/.test(text.slice(0, offset))
}

function wrap(open: string, padding: string, inside: string, close: string): string {
  return inside === "" ? open + close : open + padding + inside + padding + close
}
