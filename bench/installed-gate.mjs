// The gate as a user gets it: installed into a configuration of its own, and read back from the settings that were
// written, so that what is measured is what a client starts.
import { execFileSync, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const installer = fileURLToPath(new URL("../apps/installer/dist/bin.js", import.meta.url))

export class InstalledGate {
  #sessions = []

  /**
   * @param {string} root a folder that is not there yet, by its real path
   * @param {object} [settings] the user's settings of the gate
   */
  constructor(root, settings) {
    this.root = root
    this.env = { HOME: join(root, "home"), CLAUDE_CONFIG_DIR: join(root, "home", ".claude") }
    const config = this.env.CLAUDE_CONFIG_DIR
    mkdirSync(config, { recursive: true })
    if (settings) writeFileSync(join(config, "router-gate.json"), JSON.stringify(settings))
    const env = { PATH: process.env.PATH, ...this.env }
    execFileSync(process.execPath, [installer, "install"], { cwd: root, env, stdio: "pipe" })
    this.hooks = JSON.parse(readFileSync(join(config, "settings.json"), "utf8")).hooks
    const staged = join(config, "router-gate", "parallel-session-lock")
    const build = readdirSync(staged).find((name) => /^\d+\.\d+\.\d+/.test(name))
    this.build = join(staged, build)
    this.locks = join(config, "runtime")
  }

  /** What the settings name for an event, as a client starts it. */
  commandOf(event) {
    const { command, args } = this.hooks[event][0].hooks[0]
    // Without args, older clients hand the command to a shell; so does this.
    return args ? { command, args } : { command: "/bin/sh", args: ["-c", command] }
  }

  /** A session in a repository `name`, whose client is a process that does nothing and lives until `end`. */
  session(name) {
    const workspace = join(this.root, name)
    mkdirSync(join(workspace, ".git"), { recursive: true })
    const client = spawn("sleep", ["100000"], { stdio: "ignore" })
    const session = { id: randomUUID(), client, workspace }
    this.#sessions.push(session)
    return session
  }

  envOf({ id, client, workspace }) {
    return {
      ...this.env,
      CLAUDE_PROJECT_DIR: workspace,
      CLAUDE_CODE_SESSION_ID: id,
      CLAUDE_PID: String(client.pid),
    }
  }

  /** The name of the state of a session's lock: generation, and who wrote it. */
  stateOf({ id }) {
    const states = readdirSync(this.locks)
      .filter((name) => name.endsWith(".d"))
      .flatMap((name) => readdirSync(join(this.locks, name)))
    const own = states.find((name) => name.includes(id))
    if (own === undefined) throw new Error(`session ${id} has no lease`)
    return own
  }

  end() {
    for (const { client } of this.#sessions) client.kill("SIGKILL")
  }
}
