import { type Outcome, unknown } from "./outcome.ts"

/** Commands that only read, in lower case. `get-*` are added by their verb. */
const reading = new Set(
  `select-object select-string sort-object measure-object group-object compare-object format-table format-list
  format-wide format-custom format-hex test-path resolve-path split-path join-path convert-path out-string out-host
  out-null write-output write-host convertto-json convertfrom-json convertto-csv convertfrom-csv convertto-xml
  convertto-html ls dir gci cat type gc pwd gl select sort measure sls echo write ft fl gm ps gps gsv gcm compare diff
  set-location cd sl where.exe whoami hostname`.split(/\s+/),
)

/** Of the reading verb, yet they ask, or install what they need. */
const notReading = /^get-(credential|pfxcertificate|package\w*|clipboard)$/

/** Values that may be asked for by themselves. */
const value = /^\$(env:\w+|pwd|home|psversiontable(\.\w+)?|lastexitcode)$/i

/** Parameters of reading commands that write or assign, with what PowerShell takes for them. It knows several dashes. */
const writing = /^[-–—―](o|o[buv]\w*|p(ipelinev\w*|v)|e(rrorv\w*|v)|i(nformationv\w*|v)|w(arningv\w*|v))$/

/** Judges a PowerShell command: pipes and lists of commands of the list with plain arguments, nothing else. */
export function classifyPowerShellText(command: string, declared: readonly string[]): Outcome {
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u00a0\u2000-\u206f\u3000\ufeff]/.test(command)) {
    return unknown("characters that do not show")
  }
  // To null and to the other streams nothing is written.
  const text = command.replace(/(?<![\w$`-])(\d|\*)?>(&\d|\s*\$null)(?![\w:.\\/[(])/gi, " ")
  const statements = splitStatements(text)
  if (statements === null) return unknown("quotes that are not closed, or fill something in")
  for (const statement of statements) {
    const outcome = judgeStatement(statement, declared)
    if (outcome) return outcome
  }
  return null
}

/** Quoted text is replaced by a plain mark, so that what is left can be judged by its characters. Null: it cannot. */
function splitStatements(text: string): string[] | null {
  // In double quotes `$(…)` runs, a variable is only filled in, and a backtick escapes.
  const plain = text.replace(/'[^'‘’‚‛]*'|"[^"$`“”„]*"/g, (quoted) =>
    /[\n]/.test(quoted) ? '"' : ` Q${quoted.length > 2 ? "" : "0"} `,
  )
  if (/['"`‘’‚‛“”„]/.test(plain)) return null
  return plain.split(/;|\r?\n|\|\||&&|\|/)
}

function judgeStatement(statement: string, declared: readonly string[]): Outcome {
  const words = statement.trim().split(/\s+/).filter(Boolean)
  const [first = ""] = words
  if (first === "" || first.startsWith("#") || value.test(statement.trim())) return null
  if (declared.some((line) => line.trim() !== "" && `${statement.trim()} `.startsWith(`${line.trim()} `))) {
    return /[<>&{}()$[\]=@]/.test(statement) ? unknown(statement) : null
  }
  const strange = /[<>&{}()[\]=@#]|\$\(|::/.exec(statement)
  if (strange) return unknown(`${first} … ${strange[0]}`)
  const name = first.toLowerCase()
  const isReading = reading.has(name) || (/^get-[a-z]+$/.test(name) && !notReading.test(name))
  if (!isReading) return unknown(first)
  const option = words.slice(1).find((word) => isWriting(name, word.toLowerCase().split(":")[0] ?? ""))
  return option === undefined ? null : unknown(`${first} ${option}`)
}

function isWriting(name: string, word: string): boolean {
  // Outside Windows `ls`, `cat` and `sort` are the system's own, with options of their own.
  if (word.startsWith("--") || writing.test(word)) return true
  return (
    name === "sort" &&
    word.startsWith("-") &&
    !/^-(p(rop\w*)?|d(esc\w*)?|u(niq\w*)?|top|bottom|stable)$/.test(word)
  )
}
