import { spawn, spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"

const HOT_PATH = readFileSync(new URL("../launcher/hot-path.sh", import.meta.url), "utf8")

/** The shells of this machine that a launcher may be run by. */
export const SHELLS: string[][] = [["dash"], ["bash", "--posix"], ["busybox", "ash"]].flatMap(
  ([name = "", ...options]) => {
    const path = ["/bin", "/usr/bin", "/usr/local/bin"].map((folder) => `${folder}/${name}`).find(existsSync)
    return path ? [[path, ...options]] : []
  },
)

export type Env = Record<string, string | undefined>

/** What a launcher did: `seen` is what the Node that it started read from stdin, null if it started none. */
export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
  readonly seen: string | null
}

/** A launcher in a folder of its own, whose Node writes down what it is given and then does what `behind` says, in sh. */
export class HotLauncher {
  private readonly log: string

  constructor(
    private readonly folder: string,
    private readonly behind = "",
  ) {
    this.log = join(folder, "seen")
  }

  /** Has it answer an event; `edit` changes the text of its hot path. */
  start(shell: string[], args: string[], input: string, env: Env, edit?: (text: string) => string): Ran {
    const [command = "", ...options] = shell
    const words = [...options, this.write(edit), ...args]
    const { status, stdout, stderr } = spawnSync(command, words, {
      input,
      env: defined(env),
      encoding: "utf8",
    })
    return { status, stdout, stderr, seen: this.seen() }
  }

  /** The same, with something happening after the lease was looked at and before the whole event was there. */
  async interrupt(shell: string[], args: string[], input: string, env: Env, act: () => void): Promise<Ran> {
    const [command = "", ...options] = shell
    const child = spawn(command, [...options, this.write(), ...args], { env: defined(env) })
    let [stdout, stderr] = ["", ""]
    child.stdout.on("data", (text) => (stdout += text))
    child.stderr.on("data", (text) => (stderr += text))
    const ended = new Promise<number | null>((resolve) => child.on("close", resolve))
    // More than a pipe holds: when it is gone, somebody is reading.
    await new Promise<void>((resolve) => child.stdin.write(input.slice(0, -100), () => resolve()))
    act()
    child.stdin.end(input.slice(-100))
    return { status: await ended, stdout, stderr, seen: this.seen() }
  }

  /** Its path; nothing was seen from now on. */
  write(edit: (text: string) => string = (text) => text): string {
    rmSync(this.log, { force: true })
    const node = join(this.folder, "node")
    const path = join(this.folder, "launcher")
    writeFileSync(node, `#!/bin/sh\ncat >"${this.log}"\n${this.behind}\n`, { mode: 0o755 })
    const start = `"${node}" \${note:+"$note"}`
    // The end is as the installer prints it (apps/installer/src/launcher.ts).
    // What is no argument of Node's is exported, for tests to see.
    const end = `export plain
case $head in
  '') exec ${start} ;;
  '{'*'}') exec ${start} <<EVENT ;;
$head
EVENT
esac
{ printf '%s\\n' "$head" && exec cat; } | ${start}
`
    writeFileSync(path, `#!/bin/sh\ntrap 'exit 0' 0\nhead='' note='' plain=''\n${edit(HOT_PATH)}\n${end}`, {
      mode: 0o755,
    })
    return path
  }

  /** What Node was given since. */
  seen(): string | null {
    return existsSync(this.log) ? readFileSync(this.log, "utf8") : null
  }
}

function defined(env: Env): Record<string, string> {
  const all = Object.entries({ PATH: "/usr/bin:/bin", ...env })
  return Object.fromEntries(all.filter((each): each is [string, string] => each[1] !== undefined))
}
