/**
 * Commands so plain that no grammar is needed to see that they only read. Everything else is taken for a change until
 * somebody else holds the workspace, and only then looked at closely. Sessions that explore with the shell would
 * otherwise hold leases that they have no use for.
 */
export function isPlainlyReading(command: string): boolean {
  const text = command.trim().replace(/ (?:2>\/dev\/null|2>&1)(?= |$)/g, "")
  // No quotes, variables, globs, redirections, substitutions, newlines: words and what stands between commands.
  if (text.length > 500 || !/^[\w ./=:@,+|;&-]+$/.test(text)) return false
  const commands = text.split(/ ?(?:&&|\|\||[|;]) ?/)
  return commands.every((one) => isReader(one.split(" ").filter((word) => word !== "")))
}

const READERS = new Set("basename cat cd dirname echo false grep head ls pwd tail true wc which".split(" "))

const GIT_VERBS = new Set("blame diff log ls-files rev-parse show status".split(" "))

/** Options with which those verbs still print and nothing else. `--output` in any abbreviation is not among them. */
const GIT_OPTION =
  /^(?:-\d+|-[nps]|-sb|-uno|--(?:abbrev-ref|all|branch|cached|decorate|graph|name-only|name-status|no-color|oneline|porcelain|short|show-current|show-toplevel|staged|stat)|--)$/

function isReader([name = "", ...words]: string[]): boolean {
  if (words.some((word) => word.includes("&"))) return false // something in the background
  if (READERS.has(name)) return true
  if (name !== "git") return false
  const [verb = "", ...rest] = words
  return GIT_VERBS.has(verb) && rest.every((word) => !word.startsWith("-") || GIT_OPTION.test(word))
}
