// Two hosts that are two networks: each has a home, a working copy and hooks of its own, as they are installed, and reaches
// nothing but the server that both share.
import { fileURLToPath } from "node:url"
import { isCurrent } from "@router-gate/lock-core"
import { remoteIo } from "@router-gate/lock-core/remote"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { openStore } from "../src/remote.ts"
import { Network, type NetworkHost, whyNoNetwork } from "./network.ts"
import { push } from "./push.ts"
import { type Agent, HOOK, silent, sleep } from "./session.ts"
import { etcd, postgres, stageFor } from "./shared-store.ts"

const START = HOOK.replace("hook.cjs", "start.cjs")
const CLOCK = fileURLToPath(new URL("shift-clock.cjs", import.meta.url))
/** Far more than a store has by itself, half a second, and less than a client waits for what does not end. */
const LATE_MS = 8_000

const why = etcd.isThere || postgres.isThere ? whyNoNetwork() : "there is no server"
if (why) console.warn(`\nSKIPPED: the gate on two hosts with a network each, for ${why}\n`)

const network = new Network("n")

describe.skipIf(why)("two hosts on a network", () => {
  let cables: Record<"a" | "b", NetworkHost>
  beforeAll(() => {
    network.make()
    cables = { a: network.host("a"), b: network.host("b") }
  })
  afterAll(() => network.end())

  describe.each([etcd, postgres])("with $name", (kind) => {
    const open = stageFor(kind, () => network.address)
    const story = test.skipIf(!kind.isThere)

    /** Both hosts, connected, and agents on them; `env` is what their sessions are started with. */
    function stage() {
      const opened = open()
      const hosts = { a: opened.host(), b: opened.host() }
      for (const cable of Object.values(cables)) cable.heal()
      const env = opened.env()
      const agent = (at: "a" | "b", more: Record<string, string> = {}): Agent => {
        const shift = more.CLOCK_OFF_MS ? ["--require", CLOCK] : []
        const command = [...cables[at].prefix, process.execPath, ...shift, START]
        return hosts[at].agent({ command, env: { ...env, ...more } })
      }
      return { ...opened, hosts, env, agent }
    }

    /** By the store itself, which this process reaches in any case. */
    async function isStillCurrent({ key, env }: ReturnType<typeof stage>, token: number): Promise<boolean> {
      const store = await openStore({ type: kind.name }, env, 20_000)
      try {
        return await isCurrent(key, token, remoteIo(store))
      } finally {
        await store.close()
      }
    }

    story("one is granted, also when they ask at once, and the other when that one's turn ends", async () => {
      const { agent } = stage()
      const agents = [agent("a"), agent("b")] as const
      for (let round = 0; round < 2; round++) {
        const ran = await Promise.all(agents.map((one) => one.writes("a.txt")))
        expect(ran.map(({ blocks }) => blocks).sort()).toEqual([false, true])
        expect(ran.map(({ systemMessage }) => systemMessage)).toEqual([undefined, undefined])
        const [winner, loser] = ran[0]?.blocks ? [agents[1], agents[0]] : agents
        expect(await winner.stops()).toMatchObject(silent)
        expect(await loser.writes("b.txt")).toMatchObject(silent)
        expect(await loser.stops()).toMatchObject(silent)
      }
    })

    // Both ways of being cut off, one with each server: what matters here is that the lease goes by.
    const how = kind === etcd ? "down" : "silent"
    story(
      `the holder's network goes ${how} past its lease: the other goes on, and the first cannot`,
      async () => {
        const told = stage()
        const { agent, hosts, env, server } = told
        const alice = agent("a", { ROUTER_GATE_REMOTE_TTL_MS: "2000" })
        const bob = agent("b")
        const pushes = () => push(hosts.a, alice, cables.a, env)
        expect(await alice.writes("a.txt")).toMatchObject(silent)
        const token = hosts.a.remembered(alice)?.token as number
        expect(await isStillCurrent(told, token)).toBe(true)
        if (kind === etcd) expect(pushes()).toMatchObject({ status: 0 })
        cables.a.cut(how)
        while ((await bob.writes("b.txt")).blocks) await sleep(100)
        expect(hosts.b.remembered(bob)?.token).toBeGreaterThan(token)
        cables.a.heal()
        await cables.a.reaches(network.address, server.port)
        const { systemMessage, blocks } = await alice.finished("a.txt")
        expect(blocks).toBe(false)
        const lost = `ended before Write did, and session ${bob.sessionId} on \\S+ has`
        expect(systemMessage).toMatch(new RegExp(lost))
        expect(await isStillCurrent(told, token)).toBe(false)
        if (kind === etcd) expect(pushes().stderr).toContain("is no longer the one of")
        expect((await alice.writes("a.txt")).reason).toContain(`held by ${bob.sessionId} `)
      },
    )

    story.for(kind === etcd ? (["down", "silent"] as const) : (["silent"] as const))(
      "cut off (%s): let pass and said, or denied",
      async (how) => {
        const { agent, key, server } = stage()
        const asItComes = { ROUTER_GATE_REMOTE_TIMEOUT_MS: "" }
        const bob = agent("b")
        expect(await bob.writes("b.txt")).toMatchObject(silent)
        cables.a.cut(how)
        const strict = agent("a", { ...asItComes, ROUTER_GATE_REMOTE_UNAVAILABLE: "deny" })
        const denied = await strict.writes("a.txt")
        expect(denied.reason).toContain(
          `cannot be told whether another host is changing ${key} (UNAVAILABLE: `,
        )
        expect(await strict.runs("git diff && sed -n 1p a.txt")).toMatchObject(silent)
        await strict.ends()
        const open = agent("a", asItComes)
        const passed = await open.writes("a.txt")
        expect(passed.blocks).toBe(false)
        expect(passed.systemMessage).toMatch(/failed open \(UNAVAILABLE\): .* Nothing was blocked/)
        expect(await open.writes("a.txt")).toMatchObject(silent) // which was said, and costs no second wait
        for (const { durationMs } of [denied, passed]) expect(durationMs).toBeLessThan(LATE_MS)
        cables.a.heal()
        await cables.a.reaches(network.address, server.port)
        await open.ends()
        expect((await strict.writes("a.txt")).reason).toContain(`held by ${bob.sessionId} `)
      },
    )

    story(
      "a host whose clock is ten minutes off is granted nothing early, and keeps what it has",
      async () => {
        const { agent, hosts } = stage()
        const alice = agent("a", { ROUTER_GATE_REMOTE_TTL_MS: "60000" })
        expect(await alice.writes("a.txt")).toMatchObject(silent)
        for (const off of ["600000", "-600000"]) {
          const wrong = agent("b", { CLOCK_OFF_MS: off })
          expect((await wrong.writes("b.txt")).reason).toContain(`held by ${alice.sessionId} `)
          expect((await wrong.runs("git stash")).blocks).toBe(true)
        }
        expect(await alice.stops()).toMatchObject(silent)
        for (const off of ["600000", "-600000"]) {
          const wrong = agent("b", { CLOCK_OFF_MS: off, ROUTER_GATE_REMOTE_TTL_MS: "60000" })
          expect(await wrong.writes("b.txt")).toMatchObject(silent)
          const { wallExpiresAt = 0 } = hosts.b.remembered(wrong) ?? {}
          expect(Math.round((wallExpiresAt - Date.now()) / 600_000)).toBe(Math.sign(Number(off))) // its clock is
          expect((await alice.writes("a.txt")).reason).toContain(`held by ${wrong.sessionId} `)
          expect(await wrong.stops()).toMatchObject(silent)
        }
        expect(await alice.writes("a.txt")).toMatchObject(silent)
      },
    )
  })
})
