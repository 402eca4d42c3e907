import { join } from "node:path"
import { type Environment, scoped } from "./environment.ts"
import type { InstallableHook } from "./hooks.ts"
import { type Manifest, readManifest } from "./manifest.ts"
import { Refusal } from "./refusal.ts"
import { type Scope, settingsPath } from "./scope.ts"
import { compareOwn } from "./settings/compare-own.ts"
import { ownHandlers } from "./settings/own-handlers.ts"
import { readable } from "./settings/plan-settings.ts"
import { readSettings } from "./settings-file.ts"
import { isWhole, stagingOf } from "./staging.ts"

/**
 * The plugins that were installed beside the gate. Their source is what is staged, not the folder that they came from:
 * that one may be gone, or be in the middle of a change that nobody has asked to install.
 */
export function addedHooks({ hooks }: Manifest, gateDir: string): InstallableHook[] {
  return hooks.flatMap(({ name, version, build, added }) => {
    if (!added) return []
    const { source, description, registrations } = added
    const files = added.files.map((file) => ({ name: file, path: join(gateDir, name, build, file) }))
    return [
      { name, description, version, registrations: () => registrations, files, added: { source, build } },
    ]
  })
}

/**
 * The hooks that belong into a scope's settings: what this release ships, the plugins that are registered there, or were
 * when it was last installed, and those that are `named` now.
 */
export function hooksIn(
  scope: Scope,
  hooks: readonly InstallableHook[],
  environment: Environment,
  named: readonly InstallableHook[] = [],
): InstallableHook[] {
  const { gateDir } = scoped(environment, scope)
  const manifest = readManifest(gateDir)
  const { contents, real } = readSettings(settingsPath(scope, environment))
  const record = manifest.settings.find((one) => one.real_path === real)
  const read = readable(contents)
  const kept = addedHooks(manifest, gateDir).filter(({ name }) => {
    const isOwn = ownHandlers([name])
    const isThere = read.ok && compareOwn(read.document, [], isOwn).surplus.length > 0
    const isRecorded = record?.handlers?.some(({ handler }) => isOwn(handler)) ?? false
    return (isThere || isRecorded) && !named.some((one) => one.name === name)
  })
  return [...hooks.filter((one) => !one.added), ...kept, ...named]
}

/** Refuses where a plugin that is to be kept lost its files: they cannot be had from anywhere but its own folder. */
export function refuseDamaged(hooks: readonly InstallableHook[], environment: Environment): void {
  for (const hook of hooks) {
    const { folder, build } = stagingOf(hook, environment)
    if (!hook.added?.build || isWhole(hook, join(folder, build))) continue
    throw new Refusal({
      code: "PLUGIN_DAMAGED",
      path: join(folder, build),
      cause: `the files of the plugin ${hook.name} are not what was installed`,
      remedy: `Nothing was changed. Install it again: router-gate install --plugin ${hook.added.source}, or take it out: router-gate uninstall --plugin ${hook.name}`,
    })
  }
}

/** The manifest without the plugins that are registered nowhere any more, and these. */
export function withoutUnused(manifest: Manifest): { manifest: Manifest; unused: Manifest["hooks"] } {
  const handlers = manifest.settings.flatMap((one) => one.handlers ?? []).map(({ handler }) => handler)
  const unused = manifest.hooks.filter(({ name, added }) => added && !handlers.some(ownHandlers([name])))
  return {
    manifest: { ...manifest, hooks: manifest.hooks.filter((one) => !unused.includes(one)) },
    unused,
  }
}
