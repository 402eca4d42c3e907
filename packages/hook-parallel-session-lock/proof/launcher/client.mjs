import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { readFileSync, renameSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { nowNs } from "../../../lock-core/proof/lib/time.mjs"

/** A living process that stands for an agent's client, under a session id of its own. */
export function startClient(workspace, write) {
  const session = randomUUID()
  const child = spawn("sleep", ["100000"], { stdio: "ignore" })
  write("client", session, child.pid)
  const gone = new Promise((resolve) => child.once("exit", resolve))
  const client = { session, workspace, pid: child.pid, isDying: false, dies }
  async function dies() {
    if (!client.isDying) {
      client.isDying = true
      write("dies", nowNs(), session)
      child.kill("SIGKILL")
      gone.then(() => write("dead", nowNs(), session))
    }
    await gone
  }
  return client
}

/** Sets how much of a lease the launcher wants to be left, so that it also answers where leases are short. */
export function setTerms({ config }, { session }, { beforeMs, afterMs }) {
  const path = join(config, "router-gate/turns", session)
  const text = readNote(path)
  if (text === null) return
  const [owner, start, suspended] = text.split(" ")
  const rest = text.slice(text.indexOf("\n"))
  const aside = `${path}.${process.pid}-${nowNs()}`
  writeFileSync(aside, `${owner} ${start} ${suspended} ${beforeMs} ${afterMs}${rest}`)
  renameSync(aside, path)
}

function readNote(path) {
  try {
    return readFileSync(path, "utf8")
  } catch (error) {
    if (error.code === "ENOENT") return null // the turn is over
    throw error
  }
}
