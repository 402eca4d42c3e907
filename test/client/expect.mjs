// What the stories assert, in the words of the project.
import assert from "node:assert/strict"
import { existsSync, readFileSync } from "node:fs"

/** The first sentence of every denial: it names the holder, and is the same in every version of the gate. */
const heldBy = ({ id, pid }) =>
  `parallel session lock held by ${id} (pid ${pid}) — wait or close that session first`

const OURS = /router-gate|session lock/i

export function allowed(result) {
  assert.equal(result.failed, false, `expected to be allowed, got: ${result.text}`)
  assert.doesNotMatch(result.text, OURS)
}

/** The call was refused, in the name of a holder that is alive. */
export function deniedBy(holder, result) {
  assert.equal(result.failed, true, `expected a denial by ${holder.name}, got: ${result.text}`)
  assert.ok(result.text.includes(heldBy(holder)), `expected "${heldBy(holder)}" in: ${result.text}`)
  assert.doesNotThrow(() => process.kill(holder.pid, 0), "the pid in the denial is a live process")
}

/** For what a hook brings about that the client neither waits for nor reports: within a few seconds, not at once. */
export async function soon(attempt) {
  for (let left = 10; ; left--) {
    try {
      return await attempt()
    } catch (error) {
      if (left === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
}

/** The attempt is refused in the holder's name, at least once, and at some time no more: its lease has run out. */
export async function deniedUntilAllowed(holder, attempt) {
  deniedBy(holder, await attempt())
  for (let left = 200; ; left--) {
    const result = await attempt()
    if (!result.failed || left === 0) return allowed(result)
    deniedBy(holder, result)
    await new Promise((resolve) => setTimeout(resolve, 300))
  }
}

export function holds(file, text) {
  assert.equal(readFileSync(file, "utf8"), text)
}

export function missing(file) {
  assert.ok(!existsSync(file), `${file} should not exist`)
}

/**
 * Whatever happened, the hooks said nothing but denials, in the one form that is safe. A gate that fails open says so,
 * and so cannot pass for one that allows.
 */
export function wellSpoken(session) {
  const runs = session.hookRuns ?? []
  // A client that is killed takes the hook that is running with it.
  for (const run of session.wasKilled ? runs.slice(0, -1) : runs) {
    assert.deepEqual([run.exit, run.stderr], [0, ""], `a hook of ${session.name}: ${JSON.stringify(run)}`)
    if (run.stdout === "") continue
    const { hookSpecificOutput: said, ...rest } = JSON.parse(run.stdout)
    if (said?.hookEventName === "SessionStart" && newcomerHears(said, rest)) continue
    if (run.event === "PostToolUse" && loserHears(said, rest)) continue
    assert.deepEqual([said.hookEventName, said.permissionDecision, rest], ["PreToolUse", "deny", {}])
  }
}

/** A session that begins while another is at work is told who, in one line of context and nothing else. */
function newcomerHears({ hookEventName, additionalContext, ...more }, rest) {
  assert.deepEqual([hookEventName, more, rest], ["SessionStart", {}, {}])
  assert.match(additionalContext, /^Another session \([0-9a-f-]+, pid \d+\) is changing [^\n]+$/)
  return true
}

const LOST =
  /^router-gate: the lease on \S+ ended before \w+ did, and session ([0-9a-f-]+) \(pid \d+\) has it now/

/** A call that outlived its lease: its user is told who has it, and the model nothing. */
function loserHears(said, rest) {
  assert.deepEqual([said, Object.keys(rest)], [undefined, ["systemMessage"]])
  assert.match(rest.systemMessage, LOST)
  return true
}

/** To which sessions a headless session has lost leases during its calls, by what its hooks said. */
export const lostTo = (session) =>
  session.hookRuns
    .filter((run) => run.event === "PostToolUse" && run.stdout !== "")
    .map((run) => LOST.exec(JSON.parse(run.stdout).systemMessage)[1])

/**
 * The gate was asked, and neither the person nor the model nor a reader of the output can tell.
 * @param newcomer it began while another session was at work, and was told so then
 */
export function silent(session, { newcomer = false } = {}) {
  const runs = session.hookRuns.filter((run) => !(newcomer && run.event === "SessionStart"))
  assert.ok(
    runs.some((run) => run.event === "PreToolUse"),
    `no PreToolUse hook ran in ${session.name}: is the gate installed?`,
  )
  const loud = runs.filter((run) => run.exit !== 0 || run.stdout !== "" || run.stderr !== "")
  assert.deepEqual(loud, [], `hooks of ${session.name} that said something`)
  if (newcomer) return
  // At its start a client lists the plugins that it has.
  const rest = session.events
    .filter((event) => !String(event.subtype).startsWith("hook_"))
    .map(({ plugins, ...event }) => event)
  assert.doesNotMatch(JSON.stringify(rest), OURS)
  assert.doesNotMatch(session.added.join("\n"), OURS)
  assert.equal(session.stderr, "")
}
