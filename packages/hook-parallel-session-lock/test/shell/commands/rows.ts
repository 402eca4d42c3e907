/** One command a line; `⏎` stands for a line break within one, `＄` for a dollar before a brace. Lines that begin with `# ` are headings. */
export function rows(lines: string): string[] {
  return lines
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("# "))
    .map((line) => line.replaceAll("⏎", "\n").replaceAll("＄", "$"))
}
