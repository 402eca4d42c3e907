import { existsSync, realpathSync, statSync } from "node:fs"
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path"
import type { Environment } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import { readDefinition } from "./plugin-definition.ts"
import { readText } from "./read-text.ts"
import { Refusal } from "./refusal.ts"
import { RESERVED_NAMES } from "./remove-gate.ts"

/** What `package.json` says under `"router-gate"`: a module that exports one hook definition, and what runs it. */
interface PluginField {
  definition: string
  /** The file that Node starts first, then what must lie beside it. */
  executable: string[]
}

/** Reads the folders that `--plugin` named. Their hooks must have names that nobody else has. */
export function readPlugins(
  paths: readonly string[],
  cwd: string,
  environment: Environment,
  shipped: readonly { name: string }[],
): InstallableHook[] {
  const taken = new Set([...shipped.map(({ name }) => name), ...RESERVED_NAMES])
  return paths.map((path) => {
    const hook = readPlugin(resolve(cwd, path), environment)
    if (taken.has(hook.name)) {
      throw new Refusal({
        code: "PLUGIN_NAME",
        path,
        cause: `the name ${hook.name} is taken, by a hook or a file of router-gate's or by another --plugin`,
        remedy: "Nothing was changed. Give the hook another name in its definition.",
      })
    }
    taken.add(hook.name)
    return hook
  })
}

function readPlugin(path: string, environment: Environment): InstallableHook {
  const file = join(path, "package.json")
  const text = readText(file)
  if (text === null) throw refused(path, "there is no package.json in it")
  const manifest = parsed(file, text)
  const { version } = manifest
  // It becomes part of a folder's name.
  if (typeof version !== "string" || !/^\d[\w.+-]{0,63}$/.test(version))
    throw refused(file, '"version" is no version')
  const { definition, executable } = fieldOf(file, manifest["router-gate"])
  const root = realpathSync(path)
  const places = executable.map((name) => inside(file, root, name))
  const [entry = ""] = places
  if (!/^(?:hook|start)\.[cm]js$/.test(basename(entry)))
    throw refused(file, 'the first of "executable" must be called hook.cjs, hook.mjs, start.cjs or start.mjs')
  if (places.some((one) => dirname(one) !== dirname(entry)) || new Set(places).size < places.length)
    throw refused(file, 'the files of "executable" must be different ones that lie side by side')
  return {
    ...readDefinition(inside(file, root, definition), environment),
    version,
    files: places.map((one) => ({ name: basename(one), path: one })),
    added: { source: root },
  }
}

function parsed(file: string, text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}
  } catch (error) {
    if (error instanceof SyntaxError) throw refused(file, `it is no JSON (${error.message})`)
    throw error
  }
}

function fieldOf(file: string, field: unknown): PluginField {
  const { definition, executable } = (field ?? {}) as Partial<Record<keyof PluginField, unknown>>
  const isList = Array.isArray(executable) && executable.length > 0
  if (typeof definition === "string" && isList && executable.every((one) => typeof one === "string"))
    return { definition, executable }
  throw refused(
    file,
    'it needs "router-gate": { "definition": "./dist/index.js", "executable": ["./dist/hook.cjs"] }, with the paths of its own files',
  )
}

/** The file behind a path of the package, which must not lead out of it. */
function inside(file: string, root: string, name: string): string {
  const path = join(root, name)
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw refused(file, `${JSON.stringify(name)} is no file; has the package been built?`)
  }
  const way = relative(root, realpathSync(path))
  if (isAbsolute(name) || isAbsolute(way) || way === ".." || way.startsWith(`..${sep}`))
    throw refused(file, `${JSON.stringify(name)} is not inside the package`)
  return realpathSync(path)
}

function refused(path: string, cause: string): Refusal {
  const remedy =
    "Nothing was changed. The README of @router-gate/hook-runtime says what a plugin's folder holds."
  return new Refusal({ code: "PLUGIN_PACKAGE", path, cause: `this is no plugin: ${cause}`, remedy })
}
