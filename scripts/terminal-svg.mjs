// Draws a transcript of two sessions as a terminal with two columns, as SVG: text, a few colours, nothing else.

const COLUMN = 54 // characters
const [CHAR, LINE, MARGIN] = [7.9, 19, 22] // px
const COLOURS = { call: "#e6edf3", result: "#8b949e", denied: "#ff7b72", note: "#7ee787", title: "#79c0ff" }

const escapeText = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")

/** Breaks at spaces; every line after the first, like the first, begins with `indent`. */
function wrap(text, indent) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) === "" ? word : `${lines.at(-1)} ${word}`
    if (longer.length + indent.length <= COLUMN) lines[lines.length - 1] = longer
    else lines.push(word)
  }
  return lines.map((line) => indent + line)
}

/**
 * @param titles the heads of the two columns
 * @param steps `{ column: 0 | 1, kind: "call" | "result" | "denied" | "note", text }`, in the order of time
 * @param caption what the reader has to know about the picture
 */
export function terminalSvg({ titles, steps, caption, description }) {
  const x = (column) => MARGIN + column * (COLUMN + 3) * CHAR
  const width = Math.ceil(x(1) + COLUMN * CHAR + MARGIN)
  const drawn = []
  let row = 0
  const draw = (column, colour, line) => {
    const y = Math.round(52 + row * LINE)
    drawn.push(`<text x="${x(column)}" y="${y}" fill="${colour}">${escapeText(line)}</text>`)
  }
  for (const [column, title] of titles.entries()) draw(column, COLOURS.title, title)
  row += 2
  for (const { column, kind, text } of steps) {
    if (kind === "call" || kind === "note") row += 0.4
    const indent = kind === "call" || kind === "note" ? "" : "  "
    for (const line of text.split("\n").flatMap((each) => wrap(each, indent))) {
      draw(column, COLOURS[kind], kind === "call" ? `› ${line}` : line)
      row += 1
    }
  }
  row += 1
  draw(0, COLOURS.result, caption)
  const height = Math.ceil(52 + row * LINE + MARGIN)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escapeText(titles.join("; "))}</title>
<desc>${escapeText(description)}</desc>
<rect width="${width}" height="${height}" rx="10" fill="#0d1117"/>
<g fill="#30363d"><circle cx="22" cy="20" r="6"/><circle cx="42" cy="20" r="6"/><circle cx="62" cy="20" r="6"/></g>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" xml:space="preserve">
${drawn.join("\n")}
</g>
</svg>
`
}
