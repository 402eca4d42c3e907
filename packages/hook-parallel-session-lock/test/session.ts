import { type ChildProcess, execFileSync, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import {
  eventPayload,
  type HookRun,
  postToolUse,
  preToolUse,
  runHookExecutable,
  sessionEnd,
  stop,
} from "@router-gate/hook-runtime/testing"

export const HOOK = fileURLToPath(new URL("../dist/hook.cjs", import.meta.url))

/** A home and a workspace of their own, and agents in them. */
export class World {
  readonly root: string = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-test-")))
  readonly home: string = join(this.root, "home")
  readonly workspace: string = join(this.root, "app")
  private readonly agents: Agent[] = []

  constructor() {
    mkdirSync(join(this.home, ".claude"), { recursive: true })
    this.repository(this.workspace)
  }

  /** Makes a git repository. */
  repository(path: string): string {
    mkdirSync(path, { recursive: true })
    execFileSync("git", ["init", "-q", "-b", "main", path])
    return path
  }

  agent(options: AgentOptions = {}): Agent {
    const agent = new Agent(this, options)
    this.agents.push(agent)
    return agent
  }

  get locksDir(): string {
    return join(this.home, ".claude", "runtime")
  }

  get stateDir(): string {
    return join(this.home, ".claude", "router-gate")
  }

  /** The log, a line an entry. */
  log(dir: string = this.stateDir): Record<string, unknown>[] {
    if (!readdirSync(dir).includes("log.jsonl")) return []
    const lines = readFileSync(join(dir, "log.jsonl"), "utf8").trim().split("\n")
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>)
  }

  /** Rewrites the fields of the only lock's state, as another boot or container would have written them. */
  rewriteState(change: (fields: string[]) => void): void {
    const [dir] = readdirSync(this.locksDir).filter((name) => name.endsWith(".d"))
    const path = join(this.locksDir, dir as string)
    const [name] = readdirSync(path)
    const fields = (name as string).split(".")
    change(fields)
    renameSync(join(path, name as string), join(path, fields.join(".")))
  }

  /** Moves the only lock's lease into the past instead of waiting. */
  timePasses(ms: number): void {
    this.rewriteState((fields) => {
      const [mono, wall, inFlight] = fields.slice(9, 12) as [string, string, string]
      const [count, until] = inFlight.split("-")
      const earlier = (base36: string): string => (Number.parseInt(base36, 36) - ms).toString(36)
      fields[9] = String(Math.max(1, Number(mono) - ms))
      fields[10] = earlier(wall)
      if (until !== undefined) fields[11] = `${count}-${earlier(until)}`
    })
  }

  end(): void {
    for (const agent of this.agents) agent.dies()
    rmSync(this.root, { recursive: true, force: true })
  }
}

export interface AgentOptions {
  sessionId?: string
  cwd?: string
  env?: Record<string, string>
  /** What is started for an event, if it is not the executable alone. */
  command?: readonly string[]
  /** The client says its own pid in the environment, as it does from 2.1.214 on. */
  saysPid?: boolean
}

/** One agent session: a living process that stands for the client, and its calls through the real hook executable. */
export class Agent {
  readonly sessionId: string
  readonly client: ChildProcess
  constructor(
    readonly world: World,
    readonly options: AgentOptions,
  ) {
    this.sessionId = options.sessionId ?? randomUUID()
    this.client = spawn("sleep", ["600"], { stdio: "ignore" })
  }

  get pid(): number {
    return this.client.pid ?? 0
  }

  writes(path: string, more: Record<string, unknown> = {}): Promise<HookRun> {
    return this.asks("Write", { file_path: join(this.cwd, path), content: "x\n" }, more)
  }

  runs(command: string, input: Record<string, unknown> = {}): Promise<HookRun> {
    return this.asks("Bash", { command, ...input })
  }

  asks(tool_name: string, tool_input: object, more: Record<string, unknown> = {}): Promise<HookRun> {
    return this.hears(preToolUse({ tool_name, tool_input, ...more }))
  }

  finished(path: string, more: Record<string, unknown> = {}): Promise<HookRun> {
    return this.hears(
      postToolUse({ tool_name: "Write", tool_input: { file_path: join(this.cwd, path) }, ...more }),
    )
  }

  stops(more: Record<string, unknown> = {}): Promise<HookRun> {
    return this.hears(stop(more))
  }

  ends(reason = "other"): Promise<HookRun> {
    return this.hears(sessionEnd({ reason }))
  }

  fails(): Promise<HookRun> {
    return this.hears(eventPayload("StopFailure", { error: "rate_limit" }))
  }

  /** Any event, through the executable, as the client hands it over. */
  hears(event: Record<string, unknown>): Promise<HookRun> {
    const payload = { ...event, session_id: this.sessionId, cwd: this.cwd }
    const [command = "", ...args] = this.options.command ?? [process.execPath, HOOK]
    return runHookExecutable({
      command,
      args,
      payload,
      cwd: this.cwd,
      env: this.env,
    })
  }

  get env(): Record<string, string> {
    const { saysPid = true, env = {} } = this.options
    return {
      HOME: this.world.home,
      CLAUDE_PROJECT_DIR: this.cwd,
      CLAUDE_CODE_SESSION_ID: this.sessionId,
      ...(saysPid && { CLAUDE_PID: String(this.pid) }),
      ...env,
    }
  }

  get cwd(): string {
    return this.options.cwd ?? this.world.workspace
  }

  /** As from SIGKILL: no hook hears of it. */
  dies(): void {
    this.client.kill("SIGKILL")
  }
}

/** Waits until the killed agent's process is no longer there to be seen. */
export async function gone(agent: Agent): Promise<void> {
  if (agent.client.exitCode === null && agent.client.signalCode === null) {
    await new Promise((resolve) => agent.client.once("exit", resolve))
  }
}

/** What a hook run that has no objection looks like. */
export const silent = { exitCode: 0, stdout: "", stderr: "", blocks: false }

/** How a denial begins. */
export const heldBy = (holder: Agent): string =>
  `parallel session lock held by ${holder.sessionId} (pid ${holder.pid}) — wait or close that session first`

/** The time that a lease binds after its last call, ms. */
export const TTL_MS = 5 * 60_000

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
