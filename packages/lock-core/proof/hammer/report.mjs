import { readdirSync } from "node:fs"
import { dirname, join } from "node:path"
import { judgeLock, longestGapMs } from "./judge.mjs"
import { readJournal } from "./read-journal.mjs"

/** Judges every lock of a round and adds up. */
export async function judgeRound({ journal: path, endNs }) {
  const journal = await readJournal(path)
  const verdict = {
    rounds: 1,
    grants: 0,
    renewals: 0,
    takeoversFromDead: 0,
    takeoversFromExpired: 0,
    refused: 0,
    freed: 0,
    void: 0,
    sigkills: journal.inside + journal.outside,
    sigkillsInside: journal.inside,
    agentsKilled: journal.agents,
    locks: journal.locks.size,
    doubleGrants: 0,
    tokensBack: 0,
    errors: {},
    warnings: {},
    unreadableLines: journal.unreadable,
    longestGapMs: 0,
    leftovers: countLeftovers(dirname(path)),
    examples: [],
  }
  for (const [name, lock] of journal.locks) {
    const judged = judgeLock(name, lock, journal)
    for (const key of [
      "grants",
      "renewals",
      "takeoversFromDead",
      "takeoversFromExpired",
      "void",
      "refused",
      "freed",
    ]) {
      verdict[key] += judged[key]
    }
    verdict.doubleGrants += judged.doubleGrants.length
    verdict.tokensBack += judged.tokensBack.length
    verdict.examples.push(...judged.doubleGrants.slice(0, 3), ...judged.tokensBack.slice(0, 3))
    for (const error of judged.errors.map(withoutNames))
      verdict.errors[error] = (verdict.errors[error] ?? 0) + 1
    for (const warning of judged.warnings) verdict.warnings[warning] = (verdict.warnings[warning] ?? 0) + 1
    const isLasting = !name.startsWith("new")
    if (isLasting) verdict.longestGapMs = Math.max(verdict.longestGapMs, longestGapMs(lock.grants, endNs))
  }
  return verdict
}

/** The file's name makes every message another. */
function withoutNames(error) {
  return error.replace(/'[^']*'/g, "…").replace(/_/g, " ")
}

/** What killed processes left lying beside the locks. */
function countLeftovers(dir) {
  const stores = readdirSync(dir).filter((name) => /^d\d+$/.test(name))
  const names = stores.flatMap((name) => readdirSync(join(dir, name)))
  return names.filter((name) => /\.init-|\.tmp$/.test(name)).length
}

export function addRound(total, round) {
  for (const [key, value] of Object.entries(round)) {
    if (key === "longestGapMs") total[key] = Math.max(total[key] ?? 0, value)
    else if (key === "examples") total[key] = [...(total[key] ?? []), ...value].slice(0, 20)
    else if (typeof value === "object") {
      total[key] ??= {}
      for (const [name, count] of Object.entries(value)) total[key][name] = (total[key][name] ?? 0) + count
    } else total[key] = (total[key] ?? 0) + value
  }
}

/** What must not be in a run of ours. */
export function failuresOf(total) {
  return [
    [total.doubleGrants, `${total.doubleGrants} double grants`],
    [total.tokensBack, `${total.tokensBack} tokens went back`],
    [Object.keys(total.errors).length, `operations threw: ${JSON.stringify(total.errors)}`],
    [total.unreadableLines, `${total.unreadableLines} unreadable journal lines`],
    [total.grants === 0, "nobody was ever granted anything"],
  ]
    .filter(([isBad]) => isBad)
    .map(([, text]) => text)
}

export function printLine(total, when) {
  const takeovers = total.takeoversFromDead + total.takeoversFromExpired
  console.log(
    `hammer ${total.adapter} ${when}: ${total.doubleGrants} double grants, ${total.tokensBack} tokens back in ` +
      `${total.grants} grants (${total.renewals} renewals, ${takeovers} takeovers, ${total.takeoversFromDead} of them ` +
      `from the dead, ${total.refused} refusals, ${total.void} void); ${total.sigkills} SIGKILLs, ${total.sigkillsInside} ` +
      `inside the lock's calls, ${total.agentsKilled} agents killed; longest gap ${Math.round(total.longestGapMs)} ms; ` +
      `${total.leftovers} leftovers; errors ${JSON.stringify(total.errors)}, warnings ${JSON.stringify(total.warnings)}`,
  )
}
