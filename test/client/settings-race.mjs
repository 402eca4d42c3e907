// The installer and the real client change one settings file at the same time, each as real processes, for as many
// rounds as asked for. After each command of either, what it did has to be in the file, and what the other did as well.
//
//   pnpm build && node test/client/settings-race.mjs [--rounds 500] [--client VERSION]
import { execFile } from "node:child_process"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { isDeepStrictEqual, parseArgs, promisify } from "node:util"
import { Home } from "./home.mjs"
import { installClient, NEWEST_TESTED } from "./install-client.mjs"

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    client: { type: "string", default: NEWEST_TESTED },
    rounds: { type: "string", default: "500" },
  },
})
const rounds = Number(options.rounds)
const client = installClient(options.client, { log: console.log })
const bin = fileURLToPath(new URL("../../apps/installer/dist/bin.js", import.meta.url))
const run = promisify(execFile)

const root = mkdtempSync(join(tmpdir(), "race-"))
const home = new Home(root)
const cwd = join(root, "empty")
mkdirSync(cwd)
const env = home.env({ ANTHROPIC_BASE_URL: "http://127.0.0.1:9" })
const before = {
  model: "opus",
  env: { MINE: "1" },
  hooks: { Stop: [{ hooks: [{ type: "command", command: "true" }] }] },
}
writeFileSync(home.settingsFile, JSON.stringify(before))

const markets = ["first", "second"].map((name) => {
  const path = join(root, name)
  mkdirSync(join(path, ".claude-plugin"), { recursive: true })
  const manifest = { name, owner: { name: "nobody" }, plugins: [] }
  writeFileSync(join(path, ".claude-plugin", "marketplace.json"), JSON.stringify(manifest))
  return { name, path }
})

const read = () => JSON.parse(readFileSync(home.settingsFile, "utf8"))
const isInstalled = () => JSON.stringify(read()).includes("/router-gate/parallel-session-lock/launcher")
const isKnown = ({ name }) => Object.hasOwn(read().extraKnownMarketplaces ?? {}, name)
const losses = []
const lost = (who, what) => {
  losses.push(who)
  console.log(`lost, ${who}: ${what}`)
}

let isOver = false
let changes = 0
/** The client's side: both marketplaces come and go. */
async function theirs() {
  const known = new Set()
  while (!isOver) {
    for (const [verb, of] of [
      ["add", "path"],
      ["remove", "name"],
    ])
      for (const market of markets) {
        await run(client, ["plugin", "marketplace", verb, market[of]], { cwd, env })
        changes++
        if (verb === "add") known.add(market)
        else known.delete(market)
        for (const one of markets)
          if (isKnown(one) !== known.has(one))
            lost("the client", `${verb} ${market.name}, seen at ${one.name}`)
      }
  }
}

/** Our side. What a client wrote back from an old copy shows at the latest when the next command begins. */
async function ours() {
  for (let round = 1; round <= rounds; round++) {
    for (const command of ["install", "uninstall"]) {
      await run(process.execPath, [bin, command], { cwd, env })
      const expected = command === "install"
      if (isInstalled() !== expected) lost("the installer", `${command} ${round}, at once`)
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200))
      if (isInstalled() !== expected) lost("the installer", `${command} ${round}, a moment later`)
    }
    if (round % 50 === 0)
      console.log(`${round} rounds, ${changes} changes of the client's, ${losses.length} lost`)
  }
  isOver = true
}

const began = performance.now()
try {
  await Promise.all([ours(), theirs()])
  const { extraKnownMarketplaces: _, ...rest } = read()
  // The client has its own order of keys.
  if (!isDeepStrictEqual(rest, before)) lost("the user", JSON.stringify(rest))
  const left = readdirSync(home.config).filter((name) => /lock|tmp|router-gate/.test(name))
  if (left.length > 0) lost("the folder", left.join(" "))
} finally {
  isOver = true
  rmSync(root, { recursive: true, force: true })
}
const seconds = Math.round((performance.now() - began) / 1000)
console.log(
  `client ${options.client}: ${rounds} installs and uninstalls, ${changes} changes of the client's, ${losses.length} lost, ${seconds} s`,
)
process.exitCode = losses.length === 0 ? 0 : 1
