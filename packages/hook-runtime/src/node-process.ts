import { readStdin } from "./read-stdin.ts"
import { writeStdout } from "./write-stdout.ts"

/** What a hook needs of the process that it runs in. */
export interface HookProcess {
  readStdin(): string
  writeStdout(text: string): void
  env: Readonly<Record<string, string | undefined>>
  pid: number
  ppid: number
  setExitCode(code: number): void
  /** Calls back for what was thrown where nobody waits for it. Without this, such an error ends in exit code 1. */
  onStray?(handler: (error: unknown) => void): void
}

/** This process. It ends by itself: to end it sooner would cut off what is still being written. */
export function nodeProcess(overrides: Partial<HookProcess> = {}): HookProcess {
  let isKept = false
  return {
    // Whoever says so starts hooks with a pipe; people who try one by hand do not.
    readStdin: () => readStdin(0, { isPipe: process.env.CLAUDE_PROJECT_DIR !== undefined }),
    writeStdout: (text) => writeStdout(1, text),
    env: process.env,
    pid: process.pid,
    ppid: process.ppid,
    setExitCode(code) {
      process.exitCode = code
      // When it gives up waiting for a promise, Node makes 13 of a 0 that is only set (from 22 on). By then all is written.
      if (!isKept) process.on("beforeExit", () => process.exit())
      isKept = true
    },
    onStray(handler) {
      process.on("uncaughtException", handler)
      process.on("unhandledRejection", handler)
    },
    ...overrides,
  }
}
