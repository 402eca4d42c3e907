import { mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** A name's fields: format, generation, held, token, then these. */
const [SESSION, PID, START, BOOT, EXPIRY] = [4, 5, 6, 7, 9]

/**
 * What a session finds when it calls again with its lease at hand. `arrange` makes the situation; `by` says who has to
 * answer: `sh` alone, or Node, to which everything goes that is not quite as it should be. `isDenied`: and with a no.
 */
export const SITUATIONS = [
  { name: "its own lease, as it left it", by: "sh", arrange() {} },
  {
    name: "a command in its own workspace",
    by: "sh",
    tool: { name: "Bash", command: "make all" },
    arrange() {},
  },
  {
    name: "quotes, lines and globs in its own workspace",
    by: "sh",
    tool: { name: "Bash", command: 'git commit -m "what\nand why"\ncd src && rm *.js' },
    arrange() {},
  },
  {
    name: "another session's lease",
    by: "node",
    isDenied: true,
    arrange: (scene) =>
      rename(scene, (fields) => {
        fields[SESSION] = scene.rival.session
        fields[PID] = `${scene.rival.pid}`
        fields[START] = startOf(scene.rival.pid)
      }),
  },
  {
    name: "two states",
    by: "node",
    arrange: ({ lockDir }) => {
      const [, generation, ...rest] = readdirSync(lockDir)[0].split(".")
      writeFileSync(join(lockDir, ["b1", Number(generation) + 1, ...rest].join(".")), "")
    },
  },
  {
    name: "less time left than a call may take",
    by: "node",
    arrange: (scene) =>
      rename(scene, (fields) => {
        fields[EXPIRY] = `${Number(fields[EXPIRY]) - 150_000}`
      }),
  },
  {
    name: "a client whose pid was used before",
    by: "node",
    arrange: (scene) =>
      rewriteOwner(scene, (fields) => {
        fields[START] = (Number.parseInt(fields[START], 36) - 1).toString(36)
      }),
  },
  {
    name: "a lease of another boot",
    by: "node",
    arrange: (scene) =>
      rewriteOwner(scene, (fields) => {
        fields[BOOT] = "0123abcd"
      }),
  },
  {
    name: "a file in a workspace inside its own",
    by: "node",
    tool: { name: "Write", file: "inner/src/a" },
    arrange: ({ workspace }) => mkdirSync(join(workspace, "inner/.git"), { recursive: true }),
  },
  ...[
    'make\ncp x "inner/a"',
    "make\ninner/run",
    "cd inner",
    "git -C 'inner' commit",
    "cp x `inner/run`",
    "cp x inner/*",
  ].map((command) => ({
    name: `a command in a workspace inside its own: ${command}`,
    by: "node",
    tool: { name: "Bash", command },
    arrange: ({ workspace }) => mkdirSync(join(workspace, "inner/.git"), { recursive: true }),
  })),
  {
    name: "a file behind a link",
    by: "node",
    tool: { name: "Write", file: "link/a" },
    arrange({ workspace, elsewhere }) {
      mkdirSync(join(elsewhere, "src"))
      symlinkSync(join(elsewhere, "src"), join(workspace, "link"))
    },
  },
  {
    name: "a file in the parent of its workspace",
    by: "node",
    tool: { name: "Write", file: "../workspace-9/a" },
    arrange() {},
  },
  { name: "an event of another session", by: "node", claims: { session_id: "another" }, arrange() {} },
]

function rename({ lockDir }, change) {
  const [name] = readdirSync(lockDir)
  const fields = name.split(".")
  change(fields)
  renameSync(join(lockDir, name), join(lockDir, fields.join(".")))
  return fields
}

/** The lease and the note of it, so that only what both say together is wrong. */
function rewriteOwner(scene, change) {
  const fields = rename(scene, change)
  const note = readFileSync(scene.notePath, "utf8")
  const owner = fields.slice(SESSION, EXPIRY).join(".")
  const start = Number.parseInt(fields[START], 36)
  writeFileSync(scene.notePath, note.replace(/^\S+ \S+/, `${owner} ${start}`))
}

function startOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]
  return Number(ticks).toString(36)
}
