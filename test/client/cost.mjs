// What the gate costs a call as the real client feels it: the time from the model's tool call to the client's next
// request, at the stand-in for the API.
import { execFileSync } from "node:child_process"
import { readdirSync, writeFileSync } from "node:fs"
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { Bash, Write } from "./calls.mjs"
import { allowed } from "./expect.mjs"
import { makeWorld } from "./world.mjs"

const TOOLS = "Edit|Write|MultiEdit|NotebookEdit|Bash|PowerShell|Monitor"
const installer = fileURLToPath(new URL("../../apps/installer/dist/bin.js", import.meta.url))
const install = ({ home }) =>
  execFileSync(process.execPath, [installer, "install"], { cwd: home.dir, env: home.env(), stdio: "pipe" })

const edited = (home, edit) => {
  const settings = JSON.parse(home.settings())
  edit(settings)
  writeFileSync(home.settingsFile, JSON.stringify(settings))
}

/** What a home is furnished with, by the name of its row. */
const FURNISHED = {
  "no hooks": () => {},
  "the gate": install,
  "the gate, every call left to Node": (world) => {
    install(world)
    edited(world.home, ({ hooks }) => {
      // Without the event's name the launcher has nothing that it could answer.
      for (const groups of Object.values(hooks)) groups[0].hooks[0].args = []
    })
  },
  "true, before and after": ({ home }) => hookAround(home, "true", []),
  "node -e 0, before and after": ({ home }) => hookAround(home, process.execPath, ["-e", "0"]),
}

function hookAround(home, command, args) {
  const groups = [{ matcher: TOOLS, hooks: [{ type: "command", command, args, timeout: 10 }] }]
  edited(home, (settings) => {
    settings.hooks = { PreToolUse: groups, PostToolUse: groups }
  })
}

/** The calls of one round, in the workspace `ws`. */
const CALLS = {
  Write: (ws, round) => Write(join(ws, `file-${round}.txt`), `${"a line of text\n".repeat(20)}`),
  Bash: () => Bash("echo one >> list.txt"),
}

/** One furnished home and a session in it that waits for its model. */
async function furnish(name, bin, root) {
  const world = await makeWorld({ bin, gate: undefined, root })
  FURNISHED[name](world)
  const ws = world.workspace("shop")
  const session = world.session("A", ws)
  await session.hears()
  const gaps = { Write: [], Bash: [] }
  return {
    name,
    gaps,
    hot: 0,
    async play(round) {
      for (const [tool, call] of Object.entries(CALLS)) {
        await session.begins(call(ws, round))
        const startedAt = performance.now()
        const { results } = await session.hears()
        if (round >= 0) gaps[tool].push(performance.now() - startedAt)
        allowed(results[0])
        if (round >= 0 && wasLaunchers(world.home)) this.hot++
      }
    },
    close: () => world.close(),
  }
}

/** Whether the launcher, which signs by its pid, made the lock's state; Node signs in base 36. */
function wasLaunchers({ config }) {
  const locks = join(config, "runtime")
  const [lock] = readdirSync(config).includes("runtime") ? readdirSync(locks).filter(isState) : []
  return lock !== undefined && /\.\d+$/.test(readdirSync(join(locks, lock))[0] ?? "")
}

const isState = (name) => name.endsWith(".d")

const median = (numbers) => [...numbers].sort((a, b) => a - b)[numbers.length >> 1]

/** Plays rounds of calls in a home of each kind, interleaved, and prints what each took. */
export async function printCost({ bin, client, rounds }) {
  const scratch = await mkdtemp(join(tmpdir(), "cost-")) // short: the client makes sockets below it
  const homes = []
  try {
    for (const [at, name] of Object.keys(FURNISHED).entries())
      homes.push(await furnish(name, bin, join(scratch, String(at))))
    for (let round = -2; round < rounds; round++) {
      const order = homes.map((home) => [Math.random(), home]).sort(([a], [b]) => a - b)
      for (const [, home] of order) await home.play(round)
    }
    console.log(`client ${client}, node ${process.versions.node}, ${rounds} rounds, medians`)
    printRows(homes)
  } finally {
    for (const home of homes) await home.close()
    await rm(scratch, { recursive: true, force: true })
  }
}

function printRows(rows) {
  const [none] = rows
  console.log("| hooks | Write, ms | added | Bash, ms | added | answered without Node |")
  console.log("| --- | ---: | ---: | ---: | ---: | ---: |")
  for (const { name, gaps, hot } of rows) {
    const cells = Object.entries(gaps).flatMap(([tool, own]) => {
      const added = median(own.map((ms, at) => ms - none.gaps[tool][at]))
      return [median(own).toFixed(1), added.toFixed(1)]
    })
    const calls = gaps.Write.length + gaps.Bash.length
    console.log(`| ${[name, ...cells, `${hot} of ${calls}`].join(" | ")} |`)
  }
}
