// A headless session: one `claude -p` process and the model that answers it.
import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { Model } from "./model.mjs"
import { marker } from "./wire.mjs"

const OUTPUT = ["--output-format", "stream-json", "--verbose", "--include-hook-events"]

export class Session extends Model {
  stdout = ""
  stderr = ""
  wasKilled = false
  #seen = []

  /**
   * `resume`: the id of an earlier session; otherwise the new session's id is chosen here.
   * `live`: prompts come over stdin, so that the process outlives its turns, as an interactive one does.
   */
  constructor({ bin, api, home, cwd, name, resume, live = false, env = {} }) {
    super(api.conversation(name))
    this.name = name
    this.id = resume ?? randomUUID()
    const identity = [resume ? "--resume" : "--session-id", this.id]
    const input = live ? ["--input-format", "stream-json"] : [`${marker(name)} go on`]
    this.process = spawn(bin, ["-p", ...input, ...OUTPUT, ...identity], {
      cwd,
      env: home.env({ ANTHROPIC_BASE_URL: api.url, ...env }),
      stdio: [live ? "pipe" : "ignore", "pipe", "pipe"],
    })
    this.#collect()
    this.exited = new Promise((resolve) => {
      // "exit", not "close": a tool that outlives the client keeps its end of the pipes open.
      this.process.on("exit", (code, signal) => {
        this.conversation.drop(`the client exited (${signal ?? code})\n${this.stderr.slice(-2000)}`)
        resolve({ code, signal })
      })
    })
    if (live) this.asked()
  }

  /** The process that the gate should name: `claude -p` has no wrapper around it. */
  get pid() {
    return this.process.pid
  }

  /** The user types the next prompt (live sessions). */
  asked(text = "go on") {
    this.conversation.mend()
    const message = { role: "user", content: `${marker(this.name)} ${text}` }
    this.process.stdin.write(`${JSON.stringify({ type: "user", message })}\n`)
  }

  /** Ends the turn of a live session; resolves when the client is idle. */
  async stops(text = "done") {
    const turns = this.#turns
    await this.says(text)
    await this.printed(() => this.#turns > turns)
  }

  /** Ends the turn of a live session by an API error; resolves when the client is idle. */
  async stumbles() {
    const turns = this.#turns
    await this.breaks()
    await this.printed(() => this.#turns > turns)
  }

  /** Ends the turn, and so the process; resolves when it is gone. */
  async ends(text = "done") {
    await this.says(text)
    return this.leaves()
  }

  async leaves() {
    this.process.stdin?.end()
    return this.exited
  }

  async killed(signal = "SIGKILL") {
    this.wasKilled = true
    this.process.kill(signal)
    return this.exited
  }

  /** Resolves when `found` is true of what the client has printed. */
  async printed(found) {
    for (const until = Date.now() + 30_000; !found(); ) {
      if (Date.now() > until) throw new Error(`${this.name} did not print what was awaited: ${found}`)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }

  /** What the client printed: one event a line. */
  get events() {
    return this.#seen
  }

  /** Every hook run that the client reported: `{ event, exit, stdout, stderr }`. */
  get hookRuns() {
    return this.events
      .filter((event) => event.subtype === "hook_response")
      .map((run) => ({ event: run.hook_event, exit: run.exit_code, stdout: run.stdout, stderr: run.stderr }))
  }

  get #turns() {
    return this.events.filter((event) => event.type === "result").length
  }

  #collect() {
    let rest = ""
    this.process.stderr.setEncoding("utf8").on("data", (text) => {
      this.stderr += text
    })
    this.process.stdout.setEncoding("utf8").on("data", (text) => {
      this.stdout += text
      const lines = (rest + text).split("\n")
      rest = lines.pop()
      for (const line of lines) if (line.startsWith("{")) this.#seen.push(JSON.parse(line))
    })
  }
}
