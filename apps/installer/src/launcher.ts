/** What a launcher starts, and with which Node. */
export interface LauncherParts {
  hookName: string
  /** The Node that installed it. */
  node: string
  /** The executable, relative to the launcher's own folder. */
  bundle: string
  /**
   * Plain sh that answers the common events by itself: it exits 0 where Node is not needed. It may set `head` to the first
   * line of stdin if it has read that, `note` to one argument for the executable, and `plain` to start Node without flags.
   */
  hotPath?: string | undefined
  /** Flags for the very Node that took them before; see `tryNodeFlags`. */
  nodeFlags?: readonly string[] | undefined
}

/**
 * Prints the script that the client starts for every hook event on Linux and macOS.
 *
 * Its path never changes, so settings need no edit when the version does; and it finds a Node again when the one that
 * installed it is gone (version managers delete theirs). Plain POSIX sh: dash, bash 3.2 and busybox all run it. It
 * execs, so that no shell stays in between, and whatever is missing, it exits 0: a hook must never lock its user out.
 */
export function posixLauncher({
  hookName,
  node,
  bundle,
  hotPath = "",
  nodeFlags = [],
}: LauncherParts): string {
  return `#!/bin/sh
# Starts the hook "${hookName}" of router-gate. Written by \`router-gate install\`, which replaces it.
# Whatever is missing here, it exits 0: the client then goes on as if there were no hook.

trap 'exit 0' 0
here=\${0%/*}
bundle=$here/${shellQuote(bundle)}
[ -f "$bundle" ] || exit 0
head='' note=''${nodeFlags.length > 0 ? " plain=''" : ""}
${hotPath && `\n${hotPath.trimEnd()}\n`}
usable() { [ -f "$1" ] && [ -x "$1" ]; }

# The Node that installed this; else the one on PATH; else where version managers keep a stable name for one.
node=${shellQuote(node)}
usable "$node" || node=$(command -v node 2>/dev/null)
usable "$node" || for each in ${STABLE_NODES.map((path) => `\\\n  ${path}`).join(" ")}
do
  usable "$each" && node=$each
done
if ! usable "$node"; then
  { date >"$here/../${NODE_NOT_FOUND}"; } 2>/dev/null
  exit 0
fi

set --
${nodeFlags.length > 0 ? `${swiftly(nodeFlags)}\n` : ""}case $head in
  '') exec "$node" "$@" "$bundle" \${note:+"$note"} ;;
  '{'*'}') exec "$node" "$@" "$bundle" \${note:+"$note"} <<EVENT ;;
$head
EVENT
esac
# An event of several lines: the first one has been read.
{ printf '%s\\n' "$head" && exec cat; } | "$node" "$@" "$bundle" \${note:+"$note"}
`
}

/** To the shell, the Node that took the flags is the one that was changed when that one was. */
const swiftly = (
  flags: readonly string[],
): string => `# Flags that spare Node a part of its start, for the one that is known to take them.
# shellcheck disable=SC3013 # -nt is POSIX since 2024, and older in every shell
[ -z "$plain" ] && [ "\${bundle%/*}/${NODE_TO}" -nt "$node" ] && [ "$node" -nt "\${bundle%/*}/${NODE_FROM}" ] &&
  set -- ${flags.join(" \\\n    ")}
`

/**
 * Two files in a build's folder, of which one is a little older and one a little newer than the Node that took its flags
 * (`tryNodeFlags`). The launcher compares them with the Node that it is about to start: another one may not know such a
 * flag, and would end.
 */
export const NODE_FROM = "node-from"
export const NODE_TO = "node-to"

/** Quotes a word for sh, whatever is in it. */
export function shellQuote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}

/** The note that a launcher leaves when it finds no Node at all; its contents are the date. */
export const NODE_NOT_FOUND = "node-not-found"

/**
 * Words for sh. The last one that is usable is taken: for a pattern that is the newest major version that it matches,
 * because a shell sorts by characters, and so 9 after 20, only among names of one length.
 */
const STABLE_NODES = [
  ...['"$HOME"/.nvm', '"$NVM_DIR"'].flatMap((nvm) => [
    `${nvm}/versions/node/v[0-9].*/bin/node`,
    `${nvm}/versions/node/v[0-9][0-9].*/bin/node`,
  ]),
  '"$HOME/.nodenv/shims/node"',
  '"$HOME/.asdf/shims/node"',
  '"$HOME/.local/share/mise/shims/node"',
  '"$HOME/.fnm/aliases/default/bin/node"',
  '"$HOME/Library/Application Support/fnm/aliases/default/bin/node"',
  '"$HOME/.local/share/fnm/aliases/default/bin/node"',
  '"$HOME/.volta/bin/node"',
  "/home/linuxbrew/.linuxbrew/bin/node",
  "/usr/local/bin/node",
  "/opt/homebrew/bin/node",
]
