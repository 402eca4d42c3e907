import { openSync, readFileSync, writeSync } from "node:fs"

/**
 * The only witness: one line an event, each appended by one write. Times are nanoseconds of the boot's monotonic clock,
 * taken before what is announced and after what is reported.
 *
 *     client session pid               a client lives
 *     dies time session                it is about to be killed
 *     dead time session                it is gone, and reaped
 *     begin time call session workspace event
 *     pid call pid                     the launcher's process
 *     node call                        the launcher became Node, which says so itself
 *     kill time call                   the launcher, or the Node that it became, is about to be killed
 *     end time call code signal stdout
 *     state time workspace name        a name appeared in a lock's directory, or, if it was there, went
 */
export function openJournal(path) {
  const fd = openSync(path, "a", 0o600)
  return (...fields) => void writeSync(fd, `${JSON.stringify(fields)}\n`)
}

/** Joins the lines to calls, clients, and the succession of names of each workspace's lock. */
export function readJournal(path) {
  const calls = new Map()
  const clients = new Map()
  const states = new Map()
  for (const line of readFileSync(path, "utf8").trim().split("\n")) {
    const [kind, ...fields] = JSON.parse(line)
    const [first, second, third] = fields
    if (kind === "client") clients.set(first, { pid: second })
    else if (kind === "dies") clients.get(second).diesAt = first
    else if (kind === "dead") clients.get(second).deadAt = first
    else if (kind === "begin") {
      const [, call, session, workspace, event] = fields
      calls.set(call, { call, session, workspace, event, begin: first, end: Number.POSITIVE_INFINITY })
    } else if (kind === "pid") calls.get(first).pid = second
    else if (kind === "node") calls.get(first).isNode = true
    else if (kind === "kill") calls.get(second).killedAt = first
    else if (kind === "end") {
      const [, call, code, signal, stdout] = fields
      Object.assign(calls.get(call), { end: first, code, signal, stdout })
    } else if (kind === "state") {
      if (!states.has(second)) states.set(second, [])
      states.get(second).push({ at: first, name: third })
    } else throw new Error(`a line that cannot be read: ${line}`)
  }
  return { calls: [...calls.values()], clients, states }
}
