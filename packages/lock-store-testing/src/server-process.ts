import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process"

/** A real server on loopback, with a data directory of its own. */
export interface RealServer {
  readonly port: number
  /** Ends it without a chance to tidy up. */
  kill(): Promise<void>
  /** Brings it back on the same port and data. */
  start(): Promise<void>
  /** Freezes it and lets it go on. */
  signal(signal: "SIGSTOP" | "SIGCONT"): void
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly options?: SpawnOptions
  /** Whether it answers by now. `output` is what it has said so far. */
  isReady(output: string): boolean | Promise<boolean>
}

const START_LIMIT_MS = 60_000
const LOOK_AGAIN_MS = 50

/** Starts a server and waits until it answers. @throws with what it said, when it ends or does not get ready */
export async function startProcess(command: ServerCommand): Promise<ChildProcess> {
  const child = spawn(command.program, command.args, {
    ...command.options,
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output = `${output}${text}`.slice(-20_000)
    })
  }
  let failed: Error | undefined
  child.on("error", (error) => {
    failed = error
  })
  const startedAt = performance.now()
  while (!(await command.isReady(output))) {
    if (failed) throw failed
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`${command.program} ended: ${output}`)
    if (performance.now() - startedAt > START_LIMIT_MS) {
      await endProcess(child, "SIGKILL")
      throw new Error(`${command.program} does not get ready: ${output}`)
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS))
  }
  return child
}

/** Sends a signal and waits for the end. */
export function endProcess(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    child.once("exit", () => resolve())
    child.kill(signal)
    child.kill("SIGCONT") // a frozen process does not see a signal to end
  })
}
