import { CLIENT_SETTINGS } from "./client-settings.ts"
import { type Problem, positionOf, type SettingsDocument } from "./parse-settings.ts"

/** Lists the values outside the hooks block that the client rejects: each of them switches off every hook of the file. */
export function rejectedValues(document: SettingsDocument): Problem[] {
  return valueProblems(document, true)
}

/**
 * Lists the names that are none of those that the client was seen to know. An older client rejects the file for one,
 * a newer one may have learned it: so they are worth a word and no refusal.
 */
export function unknownValues(document: SettingsDocument): Problem[] {
  return valueProblems(document, false)
}

function valueProblems({ root, text }: SettingsDocument, certain: boolean): Problem[] {
  if (root?.type !== "object") return []
  return CLIENT_SETTINGS(root, "")
    .filter((misfit) => misfit.certain === certain)
    .map(({ node, cause }) => ({ code: "SETTINGS_SHAPE", cause, ...positionOf(text, node.offset) }))
}
