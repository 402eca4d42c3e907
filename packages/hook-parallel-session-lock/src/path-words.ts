/** More words than this are looked at by the grammar or not at all. */
const MAX_WORDS = 32

/**
 * Words of a shell command that may name another place than the one it runs in, found without a grammar: too many rather
 * than too few. Variables and globs cannot be resolved and are left out.
 */
export function pathWords(command: string, home: string | null): string[] {
  const moved = [...command.matchAll(/(?:^|[\s;&|({])(?:cd|pushd|-C)\s+["']?([^\s"';&|)]+)/g)].map(
    ([, word]) => word,
  )
  const words = command.split(/[\s'"`;|&(){}<>=]+/).filter((word) => word.includes("/") || word === "..")
  const all = new Set([...moved, ...words].filter((word) => word !== undefined && !/[$*?[\]\\]/.test(word)))
  return [...all].slice(0, MAX_WORDS).map((word) => expandHome(word as string, home))
}

function expandHome(word: string, home: string | null): string {
  return home !== null && (word === "~" || word.startsWith("~/")) ? home + word.slice(1) : word
}
