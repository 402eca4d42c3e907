import { nowNs } from "../lib/time.mjs"

/** An adapter's operations with their times written to the journal, whatever becomes of them. */
export function witnessed(api, { write, party, member, ttlMs }) {
  async function grant(key, operation, token) {
    const start = nowNs()
    const granted = await api[operation](key, token)
    const end = nowNs()
    if (!granted) return null
    // What was promised: to the instant recorded, and no less than a lease's length from before the call.
    const deadline = Math.max(granted.deadlineMs * 1e6, start + ttlMs * 1e6)
    write("G", key, party, granted.token, start, end, Math.round(deadline), granted.kind)
    return granted.token
  }

  async function release(key, token) {
    const start = nowNs()
    write("r", key, party, member, token ?? "-", start)
    const freed = await api.release(key, token)
    write("R", key, party, member, token ?? "-", start, nowNs(), freed ? 1 : 0)
  }

  function failed(key, error) {
    write("X", key, party, error?.code ?? "?", String(error?.cause?.code ?? error).replace(/\s+/g, "_"))
  }

  return { grant, release, failed }
}

/** How a process writes down that it is about to die, and dies. */
export function dieWith(write, { isHelper, member, party }) {
  return (cause) => {
    // A lone worker is its own party; a helper's death is not the death of the agent that it works for.
    write(isHelper ? "k" : "K", isHelper ? member : party, nowNs(), cause)
    process.kill(process.pid, "SIGKILL")
    for (;;); // the kernel ends it here
  }
}
