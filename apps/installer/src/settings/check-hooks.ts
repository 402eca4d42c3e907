import type { Node } from "jsonc-parser"
import { handlerProblem } from "./check-handler.ts"
import { type Problem, positionOf, type SettingsDocument } from "./parse-settings.ts"
import { article, memberOf, membersOf } from "./tree.ts"

/**
 * Lists everything in a settings file's hooks block that the client would reject, in the order of the text.
 *
 * One such value switches off every hook of the file without a word, so installing beside it would only look like
 * protection.
 */
export function hooksProblems({ root, text }: SettingsDocument): Problem[] {
  const problems: Problem[] = []
  const report: Report = (node, cause) =>
    problems.push({ code: "SETTINGS_SHAPE", cause, ...positionOf(text, node.offset) })

  if (!root) return problems
  if (root.type !== "object") {
    report(root, `the file holds ${article(root)}, not an object`)
    return problems
  }
  const hooks = memberOf(root, "hooks")
  if (!hooks) return problems
  if (hooks.type !== "object") {
    report(hooks, `"hooks" is ${article(hooks)}, not an object`)
    return problems
  }
  for (const { key: event, value: groups } of membersOf(hooks)) {
    if (groups.type !== "array") {
      report(groups, `"hooks.${event}" is ${article(groups)}, not an array`)
      continue
    }
    for (const [index, group] of (groups.children ?? []).entries()) {
      checkGroup(group, `hooks.${event}[${index}]`, report)
    }
  }
  return problems
}

type Report = (node: Node, cause: string) => void

function checkGroup(group: Node, where: string, report: Report): void {
  if (group.type !== "object") {
    report(group, `"${where}" is ${article(group)}, not an object`)
    return
  }
  const matcher = memberOf(group, "matcher")
  if (matcher && matcher.type !== "string")
    report(matcher, `"${where}.matcher" is ${article(matcher)}, not a string`)
  const handlers = memberOf(group, "hooks")
  if (handlers?.type !== "array") {
    const cause = handlers
      ? `"${where}.hooks" is ${article(handlers)}, not an array`
      : `"${where}" has no array "hooks"`
    report(handlers ?? group, cause)
    return
  }
  for (const [index, handler] of (handlers.children ?? []).entries()) {
    const at = `${where}.hooks[${index}]`
    if (handler.type !== "object") {
      report(handler, `"${at}" is ${article(handler)}, not an object`)
      continue
    }
    const problem = handlerProblem(handler, at)
    if (problem) report(problem.node, problem.cause)
  }
}
