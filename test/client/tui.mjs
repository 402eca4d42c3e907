// An interactive session: the client's own screen in a tmux of its own, and the model that answers it.
import { execFileSync } from "node:child_process"
import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { Model } from "./model.mjs"
import { marker } from "./wire.mjs"

/** Why a story about the screen cannot be told here, if it cannot. */
export function noScreen() {
  try {
    execFileSync("tmux", ["-V"], { stdio: "ignore" })
    return undefined
  } catch {
    return "tmux is not installed"
  }
}

const alive = (pid) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

export class Tui extends Model {
  constructor({ bin, api, home, cwd, name, env = {} }) {
    super(api.conversation(name))
    this.name = name
    this.id = randomUUID()
    // One server for each session: a tmux server hands the environment it started with to all its panes.
    this.socket = join(home.temp, `${name}.tmux`)
    this.env = home.env({ ANTHROPIC_BASE_URL: api.url, TERM: "xterm-256color", ...env })
    const size = ["-x", "160", "-y", "50", "-c", cwd]
    const client = [bin, "--session-id", this.id, `${marker(name)} go on`]
    this.#tmux("-f", "/dev/null", "new-session", "-d", ...size, ...client)
    this.pid = Number(this.#tmux("display-message", "-p", "#{pane_pid}"))
  }

  /** The user types a line and sends it. */
  async types(line) {
    this.#tmux("send-keys", "-l", line)
    await pause(300) // a paste that ends in Enter would be taken as one text
    this.presses("Enter")
  }

  /** The user types the next prompt. */
  async asked(text = "go on") {
    await this.types(`${marker(this.name)} ${text}`)
  }

  /** Ends the turn; resolves when the client is idle. */
  async stops(text = "all is done now") {
    await this.says(text)
    await this.shows(new RegExp(text))
    while (/esc to interrupt/.test(this.screen)) await pause(100)
  }

  presses(key) {
    this.#tmux("send-keys", key)
  }

  /** The user answers a dialog by a key; pressed again if the client, as it may, ignored a very quick one. */
  async settles(dialog, key) {
    await this.shows(dialog)
    for (let tries = 0; dialog.test(this.screen); tries++) {
      if (tries === 10) throw new Error(`${this.name}'s dialog does not go away:\n${this.screen}`)
      this.presses(key)
      for (let waited = 0; waited < 1000 && dialog.test(this.screen); waited += 50) await pause(50)
    }
  }

  get screen() {
    return this.#tmux("capture-pane", "-p")
  }

  /** Resolves when the screen matches. */
  async shows(pattern) {
    for (const until = Date.now() + 30_000; !pattern.test(this.screen); await pause(100))
      if (Date.now() > until)
        throw new Error(`${this.name}'s screen never showed ${pattern}:\n${this.screen}`)
  }

  /** The window is closed under the client. */
  closesTerminal() {
    this.#tmux("kill-session")
  }

  /** Resolves when the process is gone. */
  async exits() {
    for (const until = Date.now() + 10_000; alive(this.pid); await pause(20))
      if (Date.now() > until) throw new Error(`${this.name} does not exit:\n${this.screen}`)
    this.conversation.drop("the client exited")
  }

  /** Kills the client; tmux ends with its only pane. */
  async killed(signal = "SIGKILL") {
    if (alive(this.pid)) process.kill(this.pid, signal)
    await this.exits()
  }

  #tmux(...args) {
    const options = { env: this.env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }
    return execFileSync("tmux", ["-S", this.socket, ...args], options)
  }
}
