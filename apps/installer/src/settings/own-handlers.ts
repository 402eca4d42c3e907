/** A hook handler as it stands in settings.json. */
export type Handler = Record<string, unknown>

/** One group that we want in the settings: which event, which tools, which command. */
export interface WantedGroup {
  event: string
  matcher?: string
  handler: Handler
}

/** Decides whether a handler in a settings file was put there by us. */
export type IsOwn = (handler: unknown) => boolean

/**
 * Recognises our handlers by the file that they start: a path that ends in
 * `/router-gate/<hook>/launcher`, alone or followed by an event's name, or in `/router-gate/<hook>/<version>/start.cjs`
 * or `hook.cjs`.
 *
 * The whole word must be that path. A command that merely mentions it (`time …/launcher`, a script which greps for
 * it) is somebody else's. A marker field would be simpler, but the client deletes unknown fields when it saves.
 */
export function ownHandlers(hookNames: readonly string[]): IsOwn {
  const names = hookNames.map((name) => name.replace(/[^\w-]/g, "\\$&")).join("|")
  const file = new RegExp(`^.*/router-gate/(?:${names})/(?:launcher|(?:[^/]+/)?(?:start|hook)\\.[cm]?js)$`)
  const isOwnFile = (word: unknown) => typeof word === "string" && file.test(word.replaceAll("\\", "/"))
  const isNode = (word: unknown) => typeof word === "string" && /(^|[\\/])node(\.exe)?$/.test(word)
  const shared = new RegExp(
    `^${escapeRegExp(sharedCommand("@")).replace("@", `(?:${names})`)}(?: ${EVENT.source})?$`,
  )
  const isLauncher = (word: unknown) => isOwnFile(word) && /[\\/]launcher$/.test(word as string)
  return (handler) => {
    if (typeof handler !== "object" || handler === null) return false
    const { type, command, args } = handler as Handler
    if (type !== "command" || typeof command !== "string") return false
    if (shared.test(command)) return true
    // With args (even none) the client starts `command` as it is; without, a shell reads it.
    const words: unknown[] = Array.isArray(args) ? [command, ...args] : (shellWords(command) ?? [])
    if (words.length === 1) return isOwnFile(words[0])
    if (words.length !== 2) return false
    const [first, second] = words
    if (isLauncher(first)) return typeof second === "string" && new RegExp(`^${EVENT.source}$`).test(second)
    return isNode(first) && isOwnFile(second)
  }
}

/** The name of an event of the client's. */
const EVENT = /[A-Z][A-Za-z]+/

/**
 * The command that is committed with a project: no path of one machine, and nothing happens where the gate is not
 * installed.
 */
export function sharedCommand(hookName: string, event?: string): string {
  const command = `f="\${CLAUDE_CONFIG_DIR:-$HOME/.claude}/router-gate/${hookName}/launcher"; [ ! -x "$f" ] || exec "$f"`
  return event === undefined ? command : `${command} ${event}`
}

/**
 * Splits a shell command that is nothing but words, quoted or plain, into them; null for anything that a shell would
 * do more with (variables, pipes, redirections, several commands).
 */
export function shellWords(command: string): string[] | null {
  const words: string[] = []
  const piece = /'([^']*)'|"([^"$`\\]*)"|\\(.)|([^\s'"\\$`;&|<>()*?[\]#~!{}]+)|(\s+)/sy
  let word: string | null = null
  while (piece.lastIndex < command.length) {
    const match = piece.exec(command)
    if (!match) return null
    const text = match[1] ?? match[2] ?? match[3] ?? match[4]
    if (text !== undefined) word = (word ?? "") + text
    else if (word !== null) {
      words.push(word)
      word = null
    }
  }
  return word === null ? words : [...words, word]
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")
}
