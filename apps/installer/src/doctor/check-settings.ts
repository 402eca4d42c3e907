import { Refusal } from "../refusal.ts"
import { clientProblems } from "../settings/check-client.ts"
import { unknownValues } from "../settings/check-values.ts"
import { parseSettings, positionOf, type SettingsDocument } from "../settings/parse-settings.ts"
import { memberOf, membersOf } from "../settings/tree.ts"
import { readSettings } from "../settings-file.ts"
import { type Finding, finding } from "./finding.ts"

/** Looks at a whole settings file as the client would: one value that it rejects switches off all hooks of the file. */
export function checkSettings(path: string): Finding[] {
  let contents: string | null
  try {
    contents = readSettings(path).contents
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return [finding("SETTINGS_REJECTED", "wrong", error.facts.cause, { path })]
  }
  if (contents === null) return []
  const parsed = parseSettings(contents)
  if (!parsed.ok) {
    const { cause, line, column } = parsed.problem
    return [finding("SETTINGS_REJECTED", "wrong", cause, { path, line, column })]
  }
  const { document } = parsed
  if (!document.root) return [finding("SETTINGS_REJECTED", "wrong", "the file is empty", { path })]
  return [
    ...clientProblems(document).map(({ cause, line, column }) =>
      finding("SETTINGS_REJECTED", "wrong", cause, { path, line, column }),
    ),
    ...unknownValues(document).map(({ cause, line, column }) =>
      finding("SETTINGS_VALUE_UNKNOWN", "note", cause, { path, line, column }),
    ),
    ...badMatchers(document, path),
    ...(document.bom
      ? [finding("SETTINGS_BOM", "note", "the file begins with a byte order mark", { path })]
      : []),
  ]
}

function badMatchers({ root, text }: SettingsDocument, path: string): Finding[] {
  const hooks = root && memberOf(root, "hooks")
  const groups = hooks ? membersOf(hooks).flatMap(({ value }) => value.children ?? []) : []
  return groups.flatMap((group) => {
    const matcher = memberOf(group, "matcher")
    if (matcher?.type !== "string" || matcher.value === "*" || isRegExp(matcher.value)) return []
    const sentence = `the matcher ${JSON.stringify(matcher.value)} is no regular expression`
    return [finding("MATCHER_INVALID", "note", sentence, { path, ...positionOf(text, matcher.offset) })]
  })
}

function isRegExp(source: string): boolean {
  try {
    return Boolean(new RegExp(source))
  } catch (error) {
    if (error instanceof SyntaxError) return false
    throw error
  }
}
