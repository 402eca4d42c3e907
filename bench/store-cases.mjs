// What a store that several hosts share costs: nothing where none is set, and where one is, what a call adds that asks it
// nothing, and what one adds that does. The servers are real ones on loopback; those that are not installed are left out.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { createSchema } from "../packages/lock-store-postgres/dist/index.js"
import {
  findEtcd,
  findPostgres,
  startEtcd,
  startPostgres,
} from "../packages/lock-store-testing/dist/index.js"
import { after, bash, stop, write } from "./events.mjs"
import { ESCAPED, expect, movedByLauncher, movedByNode, notMoved, tools } from "./gate-cases.mjs"
import { InstalledGate } from "./installed-gate.mjs"

/** How each store is started; null where it is not installed. */
const STORES = {
  etcd: findEtcd() && {
    async start() {
      const server = await startEtcd(findEtcd())
      return { server, settings: { type: "etcd", endpoints: [server.endpoint] }, env: {} }
    },
  },
  postgres: findPostgres() && {
    async start() {
      const server = await startPostgres(findPostgres())
      const env = { ROUTER_GATE_POSTGRES_PASSWORD: server.password }
      await createSchema({ url: server.url, env })
      return { server, settings: { type: "postgres", url: server.url }, env }
    },
  },
}

/** @param {string} root @returns {Promise<{ cases: object[], end(): Promise<void> }>} */
export async function storeBench(root) {
  const gates = []
  const servers = []
  const install = (name, settings) => {
    const gate = new InstalledGate(join(root, name), settings)
    gates.push(gate)
    return gate
  }
  const without = install("without")
  for (const file of ["shared.cjs", "remote.cjs"]) rmSync(join(without.build, file))
  const cases = [
    ...localCases("no store", install("unset")),
    ...localCases("no store, its files deleted", without),
    ...localCases("other settings, no store", install("other", { ttlMs: 300_001 })),
  ]
  for (const [name, store] of Object.entries(STORES)) {
    if (!store) {
      console.error(`${name}: left out, because it is not installed`)
      continue
    }
    const { server, settings, env } = await store.start()
    servers.push(server)
    cases.push(...sharedCases(name, install(name, { store: settings, remoteTimeoutMs: 5_000 }), env))
  }
  return {
    cases,
    async end() {
      for (const gate of gates) gate.end()
      for (const server of servers) await server.stop()
    },
  }
}

/** The calls of a session for which there is no store. */
function localCases(name, gate) {
  const { make, send, pre, moved, said } = tools(gate)
  const [alone, turns] = [gate.session("alone"), gate.session("turns")]
  const first = { ...pre(turns, write(turns)), before: () => send(make("Stop", turns, stop(turns))) }
  return [
    moved(`${name}: PreToolUse, Write`, alone, pre(alone, write(alone)), movedByLauncher),
    moved(`${name}: PreToolUse by Node`, alone, pre(alone, bash(ESCAPED)), movedByNode),
    said(`${name}: first of a turn`, first, /^$/),
    said(
      `${name}: Stop`,
      make("Stop", turns, stop(turns), { before: () => send(pre(turns, write(turns))) }),
      /^$/,
    ),
  ]
}

/** The calls of a session whose leases are also in a store. */
function sharedCases(name, gate, env) {
  const { make, send, pre } = tools(gate)
  const [alone, turns] = [gate.session("alone"), gate.session("turns")]
  for (const { workspace } of [alone, turns]) nameOnHosts(workspace)
  const withEnv = (one) => ({ ...one, env: { ...one.env, ...env } })
  const remembered = ({ id }) => join(gate.env.CLAUDE_CONFIG_DIR, "router-gate/remote", id)
  const lease = (session) =>
    readdirSync(remembered(session))
      .map((file) => readFileSync(join(remembered(session), file), "utf8"))
      .join()
  /** A call that is let pass by what the session remembers; `moved` sees the state of its lock before and after. */
  const unasked = (what, one, moved) => {
    let from
    let state
    const look = () => {
      send(withEnv(pre(alone, bash(ESCAPED))))
      from = lease(alone)
      state = gate.stateOf(alone)
    }
    const check = (stdout) => {
      expect(stdout === "" && from !== "" && lease(alone) === from, what, stdout)
      moved(`${name}: ${what}`, state, gate.stateOf(alone))
    }
    return { ...withEnv(one), name: `${name}: ${what}`, before: look, after: check }
  }
  const asked = (what, one, before, isHeld) => {
    const check = (stdout) =>
      expect(stdout === "" && (lease(turns) !== "") === isHeld, `${name}: ${what}`, stdout + lease(turns))
    return { ...withEnv(one), name: `${name}: ${what}`, before: () => send(withEnv(before)), after: check }
  }
  const [first, last] = [pre(turns, write(turns)), make("Stop", turns, stop(turns))]
  const renewsNothing = "renews nothing in the store"
  return [
    unasked(`PreToolUse, Write, ${renewsNothing}`, pre(alone, write(alone)), movedByLauncher),
    unasked(`PreToolUse by Node, ${renewsNothing}`, pre(alone, bash(ESCAPED)), movedByNode),
    unasked(
      `PostToolUse, ${renewsNothing}`,
      make("PostToolUse", alone, after(alone, write(alone))),
      notMoved,
    ),
    asked("first of a turn", first, last, true),
    asked("Stop", last, first, false),
  ]
}

/** A branch and a remote, by which other hosts know a repository. */
function nameOnHosts(workspace) {
  const name = workspace.split("/").at(-1)
  writeFileSync(join(workspace, ".git/HEAD"), "ref: refs/heads/main\n")
  writeFileSync(
    join(workspace, ".git/config"),
    `[remote "origin"]\n\turl = git@example.org:acme/${name}.git\n`,
  )
}
