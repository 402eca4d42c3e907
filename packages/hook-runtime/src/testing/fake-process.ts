import type { Journal, JournalEntry } from "../journal.ts"
import type { HookProcess } from "../node-process.ts"

/** A process in memory. What the hook did to it can be read from it. */
export interface FakeProcess extends HookProcess {
  stdout: string
  exitCode: number | undefined
  /** Throws something where nobody waits for it, as a forgotten promise does. */
  stray(error: unknown): void
}

/** Makes a process whose stdin holds `stdin`: a text, or an object that becomes JSON. */
export function fakeProcess(stdin: string | object = "", overrides: Partial<HookProcess> = {}): FakeProcess {
  const handlers: ((error: unknown) => void)[] = []
  return {
    stdout: "",
    exitCode: undefined,
    readStdin: () => (typeof stdin === "string" ? stdin : JSON.stringify(stdin)),
    writeStdout(text) {
      this.stdout += text
    },
    env: {},
    pid: 4242,
    ppid: 4241,
    setExitCode(code) {
      this.exitCode = code
    },
    onStray(handler) {
      handlers.push(handler)
    },
    stray(error) {
      for (const handler of handlers) handler(error)
    },
    ...overrides,
  }
}

export interface MemoryJournal extends Journal {
  entries: JournalEntry[]
  notices: Set<string>
}

/** A journal in memory. */
export function memoryJournal(path = "/state/log.jsonl"): MemoryJournal {
  return {
    entries: [],
    notices: new Set(),
    log(entry) {
      this.entries.push(entry)
      return path
    },
    firstTime(sessionId, topic) {
      const key = JSON.stringify([sessionId, topic])
      if (this.notices.has(key)) return false
      this.notices.add(key)
      return true
    },
  }
}
