import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs"
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
  { name: "a store that need not be asked yet", by: "sh", arrange: (scene) => noteStore(scene) },
  {
    name: "a store that has to be asked by the monotonic clock",
    by: "node",
    arrange: (scene) => noteStore(scene, { monoLeftMs: -1_000 }),
  },
  {
    name: "a store that has to be asked by the wall clock",
    by: "node",
    arrange: (scene) => noteStore(scene, { wallLeftMs: -2_000 }),
  },
  {
    name: "another branch, of which a store knows nothing",
    by: "node",
    arrange(scene) {
      noteStore(scene)
      writeFileSync(join(scene.workspace, ".git/HEAD"), "ref: refs/heads/next\n")
    },
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

/** What is noted of a lease that a store has to hear of, and need not for some time. */
function noteStore({ notePath, workspace }, { monoLeftMs = 60_000, wallLeftMs = 60_000 } = {}) {
  const head = join(workspace, ".git/HEAD")
  writeFileSync(head, "ref: refs/heads/main\n")
  const [terms, ...places] = readFileSync(notePath, "utf8").trimEnd().split("\n")
  const upMs = Number.parseFloat(readFileSync("/proc/uptime", "utf8")) * 1000
  const monoUntil = Math.floor(upMs - Number(terms.split(" ")[2]) + monoLeftMs)
  const wallUntil = Date.now() + wallLeftMs
  const lines = [`${terms} ${monoUntil} ${wallUntil}`, ...places, head, "ref: refs/heads/main", ""]
  writeFileSync(notePath, lines.join("\n"))
  utimesSync(notePath, wallUntil / 1000, wallUntil / 1000)
}

function startOf(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "latin1")
  const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19]
  return Number(ticks).toString(36)
}
