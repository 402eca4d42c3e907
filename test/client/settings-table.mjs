// Asks the real client about every row of the installer's settings table: does a hook of a file with this value run?
// And, of the newest, about every key that it knows, with a value of each plain type: does it call the value invalid,
// and does our doctor say the same?
//
//   pnpm build && node test/client/settings-table.mjs [--client VERSION] [--only KEY]
import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { Home } from "./home.mjs"
import { installClient, NEWEST_TESTED } from "./install-client.mjs"

const here = fileURLToPath(new URL(".", import.meta.url))
const installer = join(here, "../../apps/installer")
const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: { client: { type: "string", default: NEWEST_TESTED }, only: { type: "string", default: "" } },
})
const rows = JSON.parse(readFileSync(join(installer, "test/settings/client-rows.json"), "utf8"))
const client = installClient(options.client, { log: console.log })
const isNewest = options.client === NEWEST_TESTED

/** Runs a program in a home with these settings; says what it printed, and whether the settings' hook ran. */
function inHomeWith(settings, file, args) {
  const root = mkdtempSync(join(tmpdir(), "settings-"))
  try {
    const home = new Home(root)
    const mark = join(root, "mark")
    const hooks = { SessionStart: [{ hooks: [{ type: "command", command: `touch '${mark}'` }] }] }
    writeFileSync(home.settingsFile, JSON.stringify({ ...settings, hooks }))
    const cwd = join(root, "empty")
    mkdirSync(cwd)
    const env = home.env({ ANTHROPIC_BASE_URL: "http://127.0.0.1:9" })
    const { stdout } = spawnSync(file, args, { cwd, env, encoding: "utf8", timeout: 60_000 })
    return { stdout, fired: existsSync(mark) }
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

const hookRuns = (settings) => inHomeWith(settings, client, ["--init-only"]).fired
const wrapped = ([path, value]) => path.split(".").reduceRight((all, key) => ({ [key]: all }), value)

let wrong = 0
function check(what, expected, found) {
  if (expected === found) return
  wrong++
  console.log(`${what}: expected ${expected}, the client says ${found}`)
}

// Without this, a client that runs no hook at all would agree with every "rejected".
check("no other setting", "runs", hookRuns({}) ? "runs" : "dropped")
const expected = { rejected: "dropped", doubted: "dropped", taken: "runs" }
if (isNewest) Object.assign(expected, { rejectedByNewest: "dropped", takenByNewest: "runs" })
let asked = 0
for (const [verdict, outcome] of Object.entries(expected)) {
  for (const row of rows[verdict].filter(([path]) => path.startsWith(options.only))) {
    asked++
    check(`${verdict} ${JSON.stringify(row)}`, outcome, hookRuns(wrapped(row)) ? "runs" : "dropped")
  }
}
console.log(`${asked} rows asked of ${options.client}`)

// So its doctor says of values that cost the file none of its hooks.
const HARMLESS = /\bignored\b|\bskipped\b|\bremoved\b|\bWhile it is present\b/

/** The keys for whose values the client says that they are invalid, and not merely ignored. */
function invalidForClient(settings) {
  const { stdout } = inHomeWith(settings, client, ["doctor"])
  const list = /^Invalid settings\n([\s\S]*?)\n\n/m.exec(stdout)?.[1] ?? ""
  const lines = list.split("\n").filter((line) => !HARMLESS.test(line))
  return new Set(lines.flatMap((line) => /^- .*? › (\$?\w+)/.exec(line)?.[1] ?? []))
}

function invalidForUs(settings) {
  const args = ["doctor", "--json", "--managed-dir", join(tmpdir(), "no-such-folder")]
  const { stdout } = inHomeWith(settings, process.execPath, [join(installer, "dist/bin.js"), ...args])
  const found = JSON.parse(stdout).findings.filter(({ code }) =>
    ["SETTINGS_REJECTED", "SETTINGS_VALUE_UNKNOWN"].includes(code),
  )
  return new Set(found.map(({ sentence }) => /^"(\$?\w+)/.exec(sentence)?.[1]))
}

// Older clients draw their doctor on a screen.
if (isNewest && !options.only) {
  const plain = { text: "zzz", number: -1.5, flag: true, null: null, array: [], object: {} }
  for (const [name, value] of Object.entries(plain)) {
    const settings = Object.fromEntries(rows.keys.map((key) => [key, value]))
    const [theirs, ours] = [invalidForClient(settings), invalidForUs(settings)]
    for (const key of rows.keys)
      check(`${key} with ${name}`, ours.has(key) ? "invalid" : "fine", theirs.has(key) ? "invalid" : "fine")
    console.log(`${rows.keys.length} keys with ${name}: ${theirs.size} invalid`)
  }
}
console.log(wrong === 0 ? "the client agrees" : `${wrong} differ`)
process.exitCode = wrong === 0 ? 0 : 1
