import { duplicateKeys } from "./check-duplicates.ts"
import { hooksProblems } from "./check-hooks.ts"
import { rejectedValues } from "./check-values.ts"
import type { Problem, SettingsDocument } from "./parse-settings.ts"

/**
 * Lists everything in a settings file for which the client would drop its hooks, or that it reads in another way than
 * an editor might think; in the order of the text.
 */
export function clientProblems(document: SettingsDocument): Problem[] {
  const problems = [...duplicateKeys(document), ...hooksProblems(document), ...rejectedValues(document)]
  return problems.sort((a, b) => a.line - b.line || a.column - b.column)
}
