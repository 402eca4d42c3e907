import { randomUUID } from "node:crypto"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { runHook } from "@router-gate/hook-runtime"
import { fakeProcess, memoryJournal, preToolUse } from "@router-gate/hook-runtime/testing"
import * as contended from "../src/contended.ts"
import type { GateDeps } from "../src/gate-deps.ts"
import { parallelSessionLock } from "../src/hook.ts"
import { joinMachine } from "../src/join-machine.ts"
import * as rarely from "../src/rarely.ts"
import * as shared from "../src/shared.ts"
import { type Env, HotLauncher, type Ran } from "./hot-launcher.ts"

export type Wire = Record<string, unknown>

/** A session that was granted its lease by Node, and a launcher whose Node only writes down what it is given. */
export class Desk {
  readonly root: string = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-desk-")))
  readonly session: string = randomUUID()
  readonly workspace: string
  readonly config: string
  readonly note: string
  private readonly launcher = new HotLauncher(this.root)

  constructor({ workspace = "app", config = ".claude" } = {}) {
    this.workspace = this.repository(workspace)
    this.config = join(this.root, config)
    this.note = join(this.config, "router-gate/turns", this.session)
    mkdirSync(this.config, { recursive: true })
  }

  /** A folder that is a workspace. */
  repository(name: string): string {
    const path = join(this.root, name)
    mkdirSync(join(path, ".git"), { recursive: true })
    return path
  }

  get env(): Env {
    return {
      HOME: this.root,
      CLAUDE_CONFIG_DIR: this.config,
      CLAUDE_PROJECT_DIR: this.workspace,
      CLAUDE_CODE_SESSION_ID: this.session,
      CLAUDE_PID: String(process.pid),
    }
  }

  /** An event before a call, as the client writes it. */
  before(tool_name: string, tool_input: object, more: Wire = {}): Wire {
    return preToolUse({ session_id: this.session, cwd: this.workspace, tool_name, tool_input, ...more })
  }

  /** The first call of a turn, which Node answers. */
  async opens(event: Wire = this.before("Write", { file_path: join(this.workspace, "a"), content: "" })) {
    const hooked = fakeProcess(event, { env: this.env })
    const journal = memoryJournal()
    const machine = joinMachine(this.env, journal, PARTS, this.note)
    await runHook(parallelSessionLock, { process: hooked, journal, ...machine })
    if (hooked.stdout || journal.entries.length > 0)
      throw new Error(JSON.stringify([hooked, journal.entries]))
    return this
  }

  /** What the gate's own code reaches the machine by. */
  get deps(): GateDeps {
    const journal = memoryJournal()
    return joinMachine(this.env, journal, PARTS, this.note).createDeps(fakeProcess({}, { env: this.env }))
  }

  /** The directory of the only lock, and the only name in it. */
  get states(): string {
    const runtime = join(this.config, "runtime")
    return join(runtime, readdirSync(runtime).find((name) => name.endsWith(".d")) as string)
  }

  get name(): string {
    return readdirSync(this.states)[0] as string
  }

  /** Moves the lease on to a name with other fields. */
  rename(change: (fields: string[]) => void): void {
    const { states, name } = this
    const fields = name.split(".")
    change(fields)
    renameSync(join(states, name), join(states, fields.join(".")))
  }

  /** Rewrites the note, line by line and word by word. */
  renote(change: (lines: string[][]) => void): void {
    const lines = readFileSync(this.note, "utf8").split("\n")
    const words = lines.map((line, at) => (at === 0 ? line.split(" ") : [line]))
    change(words)
    writeFileSync(this.note, words.map((line) => line.join(" ")).join("\n"))
  }

  /** Has the launcher answer an event. */
  start(shell: string[], name: string, input: string, { env, edit }: StartOptions = {}): Ran {
    return this.launcher.start(shell, [name], input, { ...this.env, ...env }, edit)
  }

  /** The same, with something happening between its look at the lease and its answer. */
  interrupt(shell: string[], name: string, input: string, act: () => void): Promise<Ran> {
    return this.launcher.interrupt(shell, [name], input, this.env, act)
  }

  end(): void {
    rmSync(this.root, { recursive: true, force: true })
  }
}

export interface StartOptions {
  readonly env?: Env
  readonly edit?: ((text: string) => string) | undefined
}

const PARTS = { loadContended: () => contended, loadRarely: () => rarely, loadShared: () => shared }

/** Makes a file, and the folders that it lies in. */
export function touch(path: string): string {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, "")
  return path
}
