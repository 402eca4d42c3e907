// Starts the programs that are measured from a small process of its own, a shell. A process's start takes the longer the
// more memory its parent has, with libuv's fork at least: from this one `true` would cost twice what it does, and so
// would every program that a hook starts. Clients do not pay that.
import { spawn } from "node:child_process"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"

/** Runs "$@" for each line of its stdin, the event on a pipe as clients do it, and says how that ended. */
const LOOP = `event=$(cat "$1"); out=$2; err=$3; shift 3
echo ready
while read -r _; do
  if [ -n "$event" ]; then "$@" >"$out" 2>"$err" <<EVENT
$event
EVENT
  else "$@" >"$out" 2>"$err" </dev/null; fi
  echo $?
done`

export class Starter {
  /** @param {{ command: string, args: string[], input?: string, env?: Record<string, string>, cwd?: string }} program */
  static async of({ command, args, input = "", env, cwd }) {
    const starter = new Starter()
    starter.folder = mkdtempSync(join(tmpdir(), "router-gate-starter-"))
    const [event, out, err] = ["event", "out", "err"].map((name) => join(starter.folder, name))
    writeFileSync(event, input)
    starter.files = { out, err }
    starter.shell = spawn("sh", ["-c", LOOP, "sh", event, out, err, command, ...args], {
      cwd,
      // Nothing else is inherited: an environment can make Node's own start several times as long.
      env: { PATH: process.env.PATH, ...env },
      stdio: ["pipe", "pipe", "inherit"],
    })
    starter.lines = createInterface({ input: starter.shell.stdout })[Symbol.asyncIterator]()
    await starter.lines.next()
    return starter
  }

  /** @returns {Promise<{ ms: number, cpuMs: number, status: number, stdout: string, stderr: string }>} */
  async run() {
    const cpuBefore = this.#cpuMs()
    const startedAt = process.hrtime.bigint()
    this.shell.stdin.write("\n")
    const { value } = await this.lines.next()
    const ms = Number(process.hrtime.bigint() - startedAt) / 1e6
    const [stdout, stderr] = Object.values(this.files).map((path) => readFileSync(path, "utf8"))
    return { ms, cpuMs: this.#cpuMs() - cpuBefore, status: Number(value), stdout, stderr }
  }

  /**
   * What the shell's children have used of the processors so far, user and system: only Linux says. It counts in steps of
   * 10 ms, so one difference says little and the mean of many is right.
   */
  #cpuMs() {
    if (process.platform !== "linux") return Number.NaN
    const stat = readFileSync(`/proc/${this.shell.pid}/stat`, "latin1")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    return (Number(fields[13]) + Number(fields[14])) * 10
  }

  end() {
    this.shell.stdin.end()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
