import { join } from "node:path"
import { isDeepStrictEqual } from "node:util"
import type { Environment } from "./environment.ts"
import { errnoOf } from "./errno.ts"
import {
  type ConfigProblem,
  DEFAULT_CONFIG,
  type GateConfig,
  type ReadConfigResult,
  readConfig,
} from "./hooks.ts"
import { printable } from "./printable.ts"
import { readText } from "./read-text.ts"
import type { Scope } from "./scope.ts"

/** The settings of the gate as a session in the project directory has them. */
export function readGateConfig(environment: Environment): ReadConfigResult {
  return read(environment, environment.env, environment.projectDir)
}

/**
 * The settings that what is registered in a scope follows: the user's, in a project's scopes also the project's. Not the
 * environment's: that is another one in every terminal, and entries must not change with it. What serves every user of
 * the machine follows nobody's.
 */
export function configForScope(scope: Scope, environment: Environment): GateConfig {
  if (scope === "managed") return DEFAULT_CONFIG
  return read(environment, {}, scope === "user" ? undefined : environment.projectDir).config
}

function read(
  { configDir }: Environment,
  env: Environment["env"],
  projectDir: string | undefined,
): ReadConfigResult {
  const unreadable: ConfigProblem[] = []
  const { config, origins, problems } = readConfig({
    env,
    configDir,
    // In the home directory the project's file is the user's, and may say what a user may.
    projectDir: projectDir && join(projectDir, ".claude") !== configDir ? projectDir : undefined,
    readText(path) {
      try {
        return readText(path)
      } catch (error) {
        if (errnoOf(error) === "") throw error
        unreadable.push({ source: path, problem: `cannot be read (${errnoOf(error)})` })
        return null
      }
    },
  })
  const tools = Object.entries(config.tools)
  const strange = tools.filter(([name]) => !TOOL_NAME.test(name)).map(([name]) => name)
  return {
    config: { ...config, tools: Object.fromEntries(tools.filter(([name]) => TOOL_NAME.test(name))) },
    origins,
    problems: [
      ...problems,
      ...unreadable,
      ...strange.map((name) => ({
        source: origins.tools ?? "",
        key: "tools",
        problem: `${JSON.stringify(name)} is no tool's name`,
      })),
    ],
  }
}

/** What is set, by whom, and what of it has no effect. */
export interface ConfigReport {
  /** Every setting that is not the default, with the file or the variable that it comes from. */
  settings: { name: string; value: unknown; origin: string }[]
  problems: ConfigProblem[]
}

/** Tells what differs from the defaults. */
export function describeConfig({ config, origins, problems }: ReadConfigResult): ConfigReport {
  const names = (Object.keys(config) as (keyof GateConfig)[]).filter(
    (name) => !isDeepStrictEqual(config[name], DEFAULT_CONFIG[name]),
  )
  return {
    settings: names.map((name) => ({ name, value: config[name], origin: origins[name] ?? "" })),
    problems: [...problems],
  }
}

/** One problem as one line. */
export function problemText({ source, key, problem }: ConfigProblem): string {
  return printable(`${source}: ${key === undefined ? "" : `${JSON.stringify(key)} `}${problem}`)
}

/** Tools become part of a regular expression; with one wrong character in it the client would drop the whole group. */
const TOOL_NAME = /^[A-Za-z0-9_-]+$/
