import { dirname, isAbsolute, resolve } from "node:path"
import type { Argument } from "./argument.ts"
import type { CommandVerdict } from "./classify.ts"
import { becauseLine, type Objection } from "./outcome.ts"
import type { Place } from "./state.ts"

/** What was found in a command line so far. */
export interface Report {
  class: CommandVerdict["class"]
  because: string | undefined
  readonly targets: Set<string>
  knowsTargets: boolean
}

/** Nothing but reading was found yet. */
export function emptyReport(): Report {
  return { class: "reads", because: undefined, targets: new Set(), knowsTargets: true }
}

/** Adds what is not reading: that something changes outweighs that something cannot be told; the first one is named. */
export function object(report: Report, objection: Objection, place: Place): void {
  if (report.class !== "changes") report.class = objection.class
  report.because ??= becauseLine(objection.because)
  if (objection.on === undefined) addPlace(report, place)
  for (const argument of objection.on ?? []) addArgument(report, argument, place)
}

/** The verdict on all that was found. */
export function verdictOf(report: Report): CommandVerdict {
  const { class: commandClass, because } = report
  if (commandClass === "reads") return { class: "reads", targets: [], knowsTargets: true }
  const verdict = { class: commandClass, targets: [...report.targets], knowsTargets: report.knowsTargets }
  return because === undefined ? verdict : { ...verdict, because }
}

/** The directories that a path means, one for each directory that it may start from; null if that cannot be told. */
export function resolveIn(place: Place, path: string): string[] | null {
  // Still a tilde: somebody else's home, or ours when it is not known.
  if (path.startsWith("~") || path.includes("\0")) return null
  const paths = isAbsolute(path) ? [resolve(path)] : place.dirs.map((dir) => resolve(dir, path))
  // Longer ones no system has.
  return paths.every(({ length }) => length <= 1024) ? paths : null
}

function addPlace(report: Report, place: Place): void {
  for (const dir of place.dirs) report.targets.add(dir)
  if (!place.known) report.knowsTargets = false
}

function addArgument(report: Report, argument: Argument, place: Place): void {
  const path = argument.sampled && argument.text !== null ? dirname(argument.text) : argument.text
  const found = path ?? argument.folder ?? null
  const paths = found === null ? null : resolveIn(place, found)
  for (const path of paths ?? []) report.targets.add(path)
  if (paths === null || (!place.known && !isAbsolute(found ?? ""))) report.knowsTargets = false
}
