// One case for each way that a call takes through the gate. Each checks that it was this way: a benchmark of something
// else would look just as good.
import { spawnSync } from "node:child_process"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { rootCertificates } from "node:tls"
import { after, bash, before, stop, write } from "./events.mjs"

const PLAIN = "npm run build"
const QUOTED = 'git commit -m "what was done" && ls src | sort > list'
/** With a backslash, which the launcher leaves to Node. */
export const ESCAPED = String.raw`sed -i "s/1\.0/1.1/" src/version && git add src`
const READING = 'grep -rn "lease" src | head -20'
/** A lease is renewed by Node before it is so old that the launcher would leave the next call to Node. */
const RENEW_AFTER_MS = 20_000

/** @param {import("./installed-gate.mjs").InstalledGate} gate */
export function gateCases(gate) {
  const { make, send, pre, renew, moved, said } = tools(gate)
  const alone = gate.session("alone")
  const turns = gate.session("turns")
  const holder = gate.session("shared")
  const rival = { ...gate.session("shared"), workspace: holder.workspace }

  const direct = (file, one) => ({ ...one, command: process.execPath, args: [join(gate.build, file)] })

  const hotPre = (name, what) => moved(name, alone, pre(alone, what), movedByLauncher)
  const escaped = pre(alone, bash(ESCAPED))
  const contended = (what) => ({ ...pre(rival, what), before: () => renew(holder) })
  const denied = contended(bash(QUOTED))
  const firstCall = { ...pre(turns, write(turns)), before: () => send(make("Stop", turns, stop(turns))) }
  const certificate = join(gate.root, "ca.pem")
  writeFileSync(certificate, rootCertificates[0])
  const certified = { NODE_EXTRA_CA_CERTS: certificate }
  const lastStop = make("Stop", turns, stop(turns), { before: () => send(pre(turns, write(turns))) })

  return [
    hotPre("hot: PreToolUse, Write of 1 kB", write(alone)),
    hotPre("hot: PreToolUse, Bash", bash(PLAIN)),
    hotPre("hot: PreToolUse, Bash with quotes", bash(QUOTED)),
    moved("hot: PostToolUse", alone, make("PostToolUse", alone, after(alone, write(alone))), notMoved),
    moved("Node: PreToolUse, one's own lease", alone, escaped, movedByNode),
    said("Node: PreToolUse, first of a turn", firstCall, /^$/),
    said("Node: PreToolUse, reads while another holds", contended(bash(READING)), /^$/),
    said("Node: PreToolUse, Bash denied", denied, /"deny"/),
    said("Node: PreToolUse, Write denied", contended(write(rival)), /"deny"/),
    said("Node: Stop", lastStop, /^$/),
    said(
      "Node: switched off (ROUTER_GATE=0)",
      { ...escaped, env: { ...escaped.env, ROUTER_GATE: "0" } },
      /^$/,
    ),
    {
      name: "node -e 0, one extra certificate",
      command: process.execPath,
      args: ["-e", "0"],
      env: certified,
    },
    moved(
      "Node: PreToolUse, one extra certificate",
      alone,
      { ...escaped, env: { ...escaped.env, ...certified } },
      movedByNode,
    ),
    moved("no launcher: one's own lease", alone, direct("start.cjs", escaped), movedByNode),
    said("no launcher: Bash denied", direct("start.cjs", denied), /"deny"/),
    moved("no code cache: one's own lease", alone, direct("hook.cjs", escaped), movedByNode),
    said("no code cache: Bash denied", direct("hook.cjs", denied), /"deny"/),
  ]
}

/** How the cost of a call grows with its event; without its argument, the launcher leaves every call to Node. */
export function sizeCases(gate, sizesKb) {
  const { make, moved } = tools(gate)
  const session = gate.session("sizes")
  return sizesKb.flatMap((kb) => {
    const one = make("PreToolUse", session, before(session, write(session, kb * 1000)))
    return [
      moved(`hot: PreToolUse, Write of ${kb} kB`, session, one, movedByLauncher),
      moved(`Node: PreToolUse, Write of ${kb} kB`, session, { ...one, args: [] }, movedByNode),
    ]
  })
}

/** What cases are made of. */
export function tools(gate) {
  const make = (event, session, input, more = {}) => ({
    ...gate.commandOf(event),
    input,
    env: gate.envOf(session),
    cwd: session.workspace,
    ...more,
  })
  const send = ({ command, args, input, env, cwd }) =>
    spawnSync(command, args, { input, cwd, env: { PATH: process.env.PATH, ...env } })
  const pre = (session, what) => make("PreToolUse", session, before(session, what))

  const renewedAt = new Map()
  const renew = (session) => {
    if (Date.now() - (renewedAt.get(session) ?? 0) < RENEW_AFTER_MS) return
    send(pre(session, bash(ESCAPED)))
    renewedAt.set(session, Date.now())
  }
  /** A call of the holder's own; `check` sees the state of its lock before and after. */
  const moved = (name, session, one, check) => {
    let from
    const look = () => {
      renew(session)
      from = gate.stateOf(session)
    }
    return { ...one, name, before: look, after: () => check(name, from, gate.stateOf(session)) }
  }
  /** A call whose output says which way it went. */
  const said = (name, one, pattern) => ({
    ...one,
    name,
    after: (stdout) => expect(pattern.test(stdout), name, stdout),
  })
  return { make, send, pre, renew, moved, said }
}

const generationOf = (state) => Number(state.split(".")[1])

// The launcher counts one on and signs by its pid; Node takes the time for a generation, where that is more.
export function movedByLauncher(name, from, to) {
  const isPid = /^\d+$/.test(to.split(".").at(-1))
  expect(isPid && generationOf(to) === generationOf(from) + 1, name, `${from} → ${to}`)
}

export const movedByNode = (name, from, to) =>
  expect(generationOf(to) > generationOf(from) + 1, name, `${from} → ${to}`)

export const notMoved = (name, from, to) => expect(from === to, name, `${from} → ${to}`)

export function expect(holds, name, found) {
  if (!holds) throw new Error(`"${name}" did not go the way that it measures: ${found}`)
}
