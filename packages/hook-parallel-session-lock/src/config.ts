import { OPTIONS, type Option } from "./config-options.ts"
import { configFiles, DEFAULT_CONFIG, type GateConfig } from "./default-config.ts"

/** Something in the configuration that has no effect. Never fatal: a gate must not stop work over its own settings. */
export interface ConfigProblem {
  /** The file, or the name of the environment variable. */
  readonly source: string
  readonly key?: string
  readonly problem: string
}

export interface ConfigInput {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly configDir: string
  /** Where the client was started. */
  readonly projectDir: string | undefined
  /** Null when there is no such file. */
  readText(path: string): string | null
}

export interface ReadConfigResult {
  readonly config: GateConfig
  /** Which source each setting that is not the default came from. */
  readonly origins: Readonly<Partial<Record<keyof GateConfig, string>>>
  readonly problems: readonly ConfigProblem[]
}

/**
 * Reads the configuration: environment over `.claude/router-gate.local.json` over `.claude/router-gate.json` over
 * `<client's directory>/router-gate.json` over the defaults. Whatever is wrong in it is left out and reported.
 */
export function readConfig(input: ConfigInput): ReadConfigResult {
  const settings: Record<string, unknown> = { ...DEFAULT_CONFIG }
  const origins: Record<string, string> = {}
  const problems: ConfigProblem[] = []
  const set = (key: string, value: unknown, source: string): void => {
    settings[key] = value
    origins[key] = source
  }
  for (const { path, ofProject } of configFiles(input.configDir, input.projectDir)) {
    const text = input.readText(path)
    if (text === null) continue
    const file = parseObject(text)
    if (!file) problems.push({ source: path, problem: "is not a JSON object" })
    for (const [key, value] of Object.entries(file ?? {})) {
      const problem = judge(key, value, ofProject)
      if (problem) problems.push({ source: path, key, problem })
      else if (key !== "$schema") set(key, value, path)
    }
  }
  for (const [key, option] of Object.entries(OPTIONS)) {
    const text = option.env && input.env[option.env.name]
    if (!option.env || text === undefined || text === "") continue
    const value = option.env.read(text)
    if (option.accepts(value)) set(key, value, option.env.name)
    else problems.push({ source: option.env.name, problem: `must be ${option.expected}` })
  }
  return { config: settings as unknown as GateConfig, origins, problems }
}

function judge(key: string, value: unknown, ofProject: boolean): string | null {
  if (key === "$schema") return null
  const option: Option | undefined = Object.hasOwn(OPTIONS, key)
    ? OPTIONS[key as keyof GateConfig]
    : undefined
  if (!option) return "is not a setting"
  if (ofProject && option.notOfProject) return "cannot be set by a project"
  return option.accepts(value) ? null : `must be ${option.expected}`
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""))
    return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}
