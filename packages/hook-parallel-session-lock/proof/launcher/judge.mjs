import { overlaps } from "../../../lock-core/proof/lib/overlaps.mjs"
import { readJournal } from "./journal.mjs"
import { judgeStates } from "./judge-states.mjs"

/** The shell's clock has steps of 10 ms, and so has the note of how far it is from ours. */
const SHELL_CLOCK_MS = 30

/**
 * Judges a round by its journal. A PreToolUse that was let go, by a process that nobody killed, is a *belief* of its
 * session from then until the earliest of: its lease's end, a Stop's beginning, the announcement of its client's death.
 * Two sessions that believe in one workspace at once are a double belief.
 */
export function judgeRound(path, terms) {
  const { calls, clients, states } = readJournal(path)
  const found = []
  const counts = {
    hot: 0,
    hotShort: 0,
    node: 0,
    denied: 0,
    void: 0,
    hotAfter: 0,
    unnamed: 0,
    takeovers: 0,
    launcherKills: 0,
  }
  const wrong = (what, facts) => found.push({ what, ...facts })
  for (const [workspace, events] of states) {
    const chain = judgeStates(events, clients, wrong)
    counts.takeovers += chain.filter(
      (one, at) => one.isHeld && chain[at - 1]?.isHeld && one.token !== chain[at - 1].token,
    ).length
    const moved = movesByShells(chain)
    const here = calls.filter((call) => call.workspace === workspace)
    const stops = here.filter(({ event }) => event === "Stop")
    const beliefs = []
    for (const call of here) {
      judgeAnswer(call, clients, counts, wrong)
      const belief = isLetGo(call) && beliefOf(call, { moved, stops, clients, terms, counts }, wrong)
      if (belief && belief.from < belief.until) beliefs.push(belief)
      else if (belief) counts.void++
    }
    for (const pair of overlaps(beliefs, ({ session }) => session)) wrong("double belief", { pair })
  }
  const deaths = [...clients.values()].filter(({ diesAt }) => diesAt).length
  return { found, counts: { ...counts, deaths, calls: calls.length } }
}

function isLetGo({ event, code, stdout, killedAt }) {
  return event === "PreToolUse" && killedAt === undefined && code === 0 && stdout === ""
}

function judgeAnswer(
  { call, event, session, begin, code, stdout, killedAt, isNode },
  clients,
  counts,
  wrong,
) {
  if (killedAt !== undefined) {
    counts.launcherKills++
    return
  }
  if (code !== 0) wrong("a hook failed", { call, code })
  if (event === "PostToolUse" && !isNode) counts.hotAfter++
  if (event !== "PreToolUse" || !stdout) return
  const [, holder, pid] = /lock held by (\S+) \(pid (\S+)\)/.exec(stdout) ?? []
  if (!stdout.includes('"deny"') || !holder) return wrong("a hook failed open", { call, stdout })
  counts.denied++
  if (holder === session) wrong("locked out by oneself", { call, stdout })
  if (!(clients.get(holder)?.deadAt < begin)) return
  // A hook whose client died before it could look names no process in its lease, and that ends by the clock alone.
  if (pid === "?") counts.unnamed++
  else wrong("a dead client was waited for", { call, stdout })
}

/** By session and pid: what a shell renamed has the shell's pid for its last field. */
function movesByShells(chain) {
  const moves = new Map()
  chain.forEach((state, at) => {
    moves.set(`${state.session} ${state.nonce}`, { state, before: chain[at - 1] })
  })
  return moves
}

function beliefOf(call, { moved, stops, clients, terms, counts }, wrong) {
  let until = call.begin + terms.ttlMs * 1e6 // Node made it at least so long
  if (call.isNode) counts.node++
  else {
    counts.hot++
    if (terms.beforeMs < 180_000) counts.hotShort++
    const move = moved.get(`${call.session} ${call.pid}`)
    if (!move) wrong("let go without a move", { call })
    else {
      judgeMove(move, call, terms, wrong)
      until = move.state.expiresAt
    }
  }
  for (const { session, begin, end } of stops) {
    if (session === call.session && end > call.begin) until = Math.min(until, begin)
  }
  until = Math.min(until, clients.get(call.session).diesAt ?? Number.POSITIVE_INFINITY)
  return { call: call.call, session: call.session, from: call.end, until }
}

/** A launcher may move its own lease on while much of it is left, and change nothing else about it. */
function judgeMove({ state, before }, { call, begin }, terms, wrong) {
  const names = [before?.name, state.name]
  const leftMs = (state.expiresAt - begin) / 1e6
  if (leftMs < terms.beforeMs - SHELL_CLOCK_MS) wrong("moved with too little left", { call, leftMs, names })
  const isSame = before?.holder === state.holder && before.token === state.token
  if (!isSame || before.expiresAt !== state.expiresAt) wrong("moved what was not its own", { call, names })
}
