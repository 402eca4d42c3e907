/**
 * Whether a sed script only prints and edits what it prints: a small part of the language, in which nothing can write
 * (`w`, `W`, the flag w), run (`e`, the flag e) or be read in two ways.
 */
export function isReadingSedScript(script: string): boolean {
  if (script.length > 2_000) return false
  let rest = script
  while (rest !== "") {
    const after = command(rest)
    if (after === null || after.length >= rest.length) return false
    rest = after
  }
  return true
}

/** Takes one command off the start; null if there is none that is surely harmless. */
function command(script: string): string | null {
  const start = script.replace(/^[\s;]+/, "")
  if (start === "") return ""
  const afterAddress = address(start)
  if (afterAddress === null) return null
  const rest = afterAddress.replace(/^\s*!?\s*/, "")
  const [letter = ""] = rest
  if (letter === "s" || letter === "y") return substitution(rest)
  if (/^[{}]/.test(rest)) return rest.slice(1)
  // A label goes to the end of the line, or for some to a semicolon: only letters are the same to all.
  const [jump] = /^[btT:]\s*\w*(?=\s*[\n;}]|\s*$)/.exec(rest) ?? []
  if (jump !== undefined) return rest.slice(jump.length)
  // Text for a, i and c ends with the line; a backslash goes on.
  const [text] = /^[aic]\\?[^\n\\]*(\\\n[^\n\\]*)*(?=\n|$)/.exec(rest) ?? []
  if (text !== undefined) return rest.slice(text.length)
  const [simple] = /^([pPdDgGhHxnN=lzF]|[qQ]\s*\d*)(?=\s*[;\n}]|\s*$)/.exec(rest) ?? []
  return simple === undefined ? null : rest.slice(simple.length)
}

/** Takes up to two addresses off the start. */
function address(script: string): string | null {
  const first = oneAddress(script)
  if (first === null || first === script) return first
  const [comma] = /^\s*,\s*/.exec(first) ?? []
  return comma === undefined ? first : oneAddress(first.slice(comma.length))
}

function oneAddress(script: string): string | null {
  const [number] = /^(\d+(~\d+)?|\$|[+~]\d+)/.exec(script) ?? []
  if (number !== undefined) return script.slice(number.length)
  if (!script.startsWith("/") && !script.startsWith("\\")) return script
  const at = script.startsWith("/") ? 0 : 1
  const end = closing(script, at)
  if (end === null) return null
  return script.slice(end + 1).replace(/^[IM]+/, "")
}

function substitution(script: string): string | null {
  const middle = closing(script, 1)
  const end = middle === null ? null : closing(script, middle)
  if (end === null) return null
  const [flags] = /^[gpiI0-9]*(?=\s*[;\n}]|\s*$)/.exec(script.slice(end + 1)) ?? []
  return flags === undefined ? null : script.slice(end + 1 + flags.length)
}

/**
 * Where the text that begins with a delimiter ends with the next. Null if it does not, or if a bracket is in between that
 * holds one: some take that for the end and some do not.
 */
function closing(script: string, start: number): number | null {
  const delimiter = script[start]
  if (delimiter === undefined || /[\s\\[\]\w]/.test(delimiter)) return null
  for (let at = start + 1; at < script.length; at++) {
    const character = script[at]
    if (character === "\\") at++
    else if (character === delimiter) return bracketHolds(script.slice(start + 1, at)) ? null : at
    else if (character === "\n") return null
  }
  return null
}

/** Whether a bracket expression is still open at the end. */
function bracketHolds(text: string): boolean {
  const plain = text.replace(/\\[^\]]/g, "").replace(/\[\^?\]?(\[[:.=]\w+[:.=]\]|[^\]])*\]/g, "")
  return plain.includes("[")
}
