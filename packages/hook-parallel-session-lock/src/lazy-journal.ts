import type { Journal } from "@router-gate/hook-runtime"
import type { LazyParts } from "./gate-deps.ts"

/** The journal in files, loaded when there is something to write: most calls have nothing to tell. */
export function lazyJournal(env: Readonly<Record<string, string | undefined>>, parts: LazyParts): Journal {
  let journal: Journal | undefined
  const open = (): Journal => {
    journal ??= parts.loadRarely().openJournal(env)
    return journal
  }
  return {
    log: (entry) => open().log(entry),
    firstTime: (sessionId, topic) => open().firstTime(sessionId, topic),
  }
}
