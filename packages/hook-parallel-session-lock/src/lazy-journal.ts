import type { Journal } from "@router-gate/hook-runtime"
import type { openJournal } from "./rarely/open-journal.ts"

/** The journal in files, loaded when there is something to write: most calls have nothing to tell. */
export function lazyJournal(
  env: Readonly<Record<string, string | undefined>>,
  load: () => { readonly openJournal: typeof openJournal },
): Journal {
  let journal: Journal | undefined
  const open = (): Journal => {
    journal ??= load().openJournal(env)
    return journal
  }
  return {
    log: (entry) => open().log(entry),
    firstTime: (sessionId, topic) => open().firstTime(sessionId, topic),
  }
}
