import { sanitize } from "@router-gate/hook-runtime"
import { REASON_MAX_LENGTH } from "./reason.ts"

/** The text that the model reads when nobody could say whether another host works on the same. One sentence. */
export function formatUnanswered(key: string, why: string): string {
  const text = `it cannot be told whether another host is changing ${key} (${why}), and the settings of router-gate say to deny what cannot be told (remoteUnavailable) — nothing was changed, reading still works, the user can be told`
  return sanitize(text.replace(/\s+/g, " "), REASON_MAX_LENGTH)
}
