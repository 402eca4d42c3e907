// Every way in which a session can end or pause: what frees the workspace, and after how long. docs/lifecycle.md has the
// same table in words; rows that only a real client can produce are told again in test/client.
import { postToolUse, postToolUseFailure } from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, expect, test } from "vitest"
import { Agent, gone, TTL_MS, World } from "./session.ts"

let world: World
beforeEach(() => {
  world = new World()
})
afterEach(() => world.end())

interface Row {
  /** What happens to a session that has just been let write. */
  happens: (agent: Agent) => Promise<unknown> | unknown
  /** When another session gets in. */
  frees: "at once" | "after the TTL" | "not within the TTL"
}

const background = (type: string) => ({ background_tasks: [{ id: "1", type, status: "running" }] })

const rows: Record<string, Row> = {
  "its turn ends (Stop)": { happens: (a) => a.stops(), frees: "at once" },
  "the API fails (StopFailure)": { happens: (a) => a.fails(), frees: "at once" },
  "it exits, or gets SIGINT, SIGTERM, SIGHUP (SessionEnd)": {
    happens: (a) => a.ends("other"),
    frees: "at once",
  },
  "it is left at the prompt (SessionEnd prompt_input_exit)": {
    happens: (a) => a.ends("prompt_input_exit"),
    frees: "at once",
  },
  "/clear (SessionEnd clear)": { happens: (a) => a.ends("clear"), frees: "at once" },
  "/resume to another conversation, /branch (SessionEnd resume)": {
    happens: (a) => a.ends("resume"),
    frees: "at once",
  },
  "its process is killed": {
    happens: async (a) => {
      a.dies()
      await gone(a)
    },
    frees: "at once",
  },
  "a call fails (PostToolUseFailure), and nothing more comes": {
    happens: (a) => a.hears(postToolUseFailure()),
    frees: "after the TTL",
  },
  "a call ends, and nothing more comes": { happens: (a) => a.hears(postToolUse()), frees: "after the TTL" },
  "Esc, or No at a permission prompt: no hook hears of it": {
    happens: () => undefined,
    frees: "after the TTL",
  },
  "its process is stopped (SIGSTOP), as a job or by a sleeping machine": {
    happens: (a) => a.client.kill("SIGSTOP"),
    frees: "after the TTL",
  },
  "its turn ends, a subagent works on": {
    happens: (a) => a.stops(background("subagent")),
    frees: "after the TTL",
  },
  "its turn ends, a workflow works on": {
    happens: (a) => a.stops(background("workflow")),
    frees: "after the TTL",
  },
  "its turn ends, a command runs on": {
    happens: (a) => a.stops(background("shell")),
    frees: "after the TTL",
  },
  "its container is gone, another has its pid namespace": {
    happens: () => world.rewriteState((fields) => fields.splice(8, 1, "otherns")),
    frees: "after the TTL",
  },
  "a call says that it takes longer than the TTL": {
    happens: (a) => a.runs("npm test", { timeout: 600_000 }),
    frees: "not within the TTL",
  },
  "a call that says so ends sooner, and nothing more comes": {
    happens: async (a) => {
      await a.runs("npm test", { timeout: 600_000 })
      await a.hears(postToolUse({ tool_name: "Bash", tool_input: { command: "npm test", timeout: 600_000 } }))
    },
    frees: "not within the TTL",
  },
  "a call of unknown length is under way": {
    happens: (a) => a.asks("mcp__db__migrate", {}),
    frees: "not within the TTL",
  },
  "a call of unknown length is under way, and the process is killed": {
    happens: async (a) => {
      await a.asks("mcp__db__migrate", {})
      a.dies()
      await gone(a)
    },
    frees: "at once",
  },
  "a call of unknown length ends, and nothing more comes": {
    happens: async (a) => {
      await a.asks("mcp__db__migrate", {})
      await a.hears(postToolUse({ tool_name: "mcp__db__migrate", tool_input: {} }))
    },
    frees: "after the TTL",
  },
}

test.each(Object.entries(rows))("%s", async (_, { happens, frees }) => {
  const alice = world.agent()
  const bob = world.agent()
  await alice.writes("a.ts")
  expect((await bob.writes("b.ts")).blocks).toBe(true)
  await happens(alice)
  expect((await bob.writes("b.ts")).blocks).toBe(frees !== "at once")
  if (frees === "at once") return
  world.timePasses(TTL_MS)
  expect((await bob.writes("b.ts")).blocks).toBe(frees === "not within the TTL")
})

test("the machine restarts: the clock on the wall decides, with 5 s for its error", {
  timeout: 30_000,
}, async () => {
  const alice = world.agent()
  const bob = world.agent()
  await alice.writes("a.ts")
  world.rewriteState((fields) => fields.splice(7, 1, "0ther6007"))
  world.timePasses(TTL_MS)
  expect((await bob.writes("b.ts")).blocks).toBe(true)
  world.timePasses(5_000)
  expect((await bob.writes("b.ts")).blocks).toBe(false)
})

test("whatever became of a session, it can go on itself", { timeout: 60_000 }, async () => {
  for (const [name, { happens }] of Object.entries(rows)) {
    const alice = world.agent()
    await alice.writes("a.ts")
    await happens(alice)
    alice.client.kill("SIGCONT")
    const alive = alice.client.signalCode === null
    const goesOn = alive ? alice : new Agent(world, { sessionId: alice.sessionId })
    expect([name, (await goesOn.writes("a.ts")).blocks]).toEqual([name, false])
    await goesOn.ends()
    goesOn.dies()
  }
})
