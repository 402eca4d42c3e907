import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { Environment } from "./environment.ts"
import { errnoOf } from "./errno.ts"
import type { Registration } from "./hooks.ts"
import { Refusal } from "./refusal.ts"
import type { Scope } from "./scope.ts"
import type { Container } from "./settings/insert-groups.ts"
import type { WantedGroup } from "./settings/own-handlers.ts"
import type { Recorded } from "./settings/plan-settings.ts"
import { writeAtomically } from "./write-atomically.ts"

/** What we wrote where: the record that makes an exact uninstall possible. */
export interface Manifest {
  schema_version: 1
  installer_version: string
  hooks: { name: string; version: string; build: string; node: string; added?: AddedRecord }[]
  /** Folders that we made, the innermost first. */
  created_folders: string[]
  settings: SettingsRecord[]
}

/** What there is to know of a plugin without its own folder. */
export interface AddedRecord {
  source: string
  description: string
  files: string[]
  registrations: readonly Registration[]
}

/** One settings file that we changed. */
export interface SettingsRecord {
  scope: Scope
  /** The file as the client names it, and the file behind it if that is a link. */
  path: string
  real_path: string
  installed_at: string
  /** The whole file before we came; null when there was none. */
  before: string | null
  sha256_before: string | null
  sha256_after: string
  /** The containers that we made or filled. */
  containers: Container[]
  handlers: WantedGroup[]
}

/** Reads the manifest; an unreadable one counts as lost, a newer one is refused. */
export function readManifest(gateDir: string): Manifest {
  const path = manifestPath(gateDir)
  let manifest: Partial<Manifest> & { schema_version?: unknown }
  try {
    manifest = JSON.parse(readFileSync(path, "utf8"))
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) === "ENOENT" || errnoOf(error) === "ENOTDIR")
      return emptyManifest()
    throw error
  }
  if (typeof manifest?.schema_version === "number" && manifest.schema_version > 1) {
    throw new Refusal({
      code: "MANIFEST_NEWER",
      path,
      cause: `written by a newer router-gate (${manifest.installer_version ?? "unknown version"})`,
      remedy: "Use that version, or a newer one: npx router-gate@latest.",
    })
  }
  const isWhole =
    Array.isArray(manifest?.settings) &&
    Array.isArray(manifest.hooks) &&
    Array.isArray(manifest.created_folders)
  return isWhole ? (manifest as Manifest) : emptyManifest()
}

/** Writes the manifest. A user's is for that user's eyes only: it quotes settings, which may hold secrets. */
export function writeManifest({ gateDir, folderMode }: Environment, manifest: Manifest): void {
  writeAtomically(manifestPath(gateDir), `${JSON.stringify(manifest, null, 2)}\n`, folderMode & 0o666)
}

/** Where the manifest lies. */
export function manifestPath(gateDir: string): string {
  return join(gateDir, "manifest.json")
}

/** What the manifest knows about a settings file, in the words of the planner. */
export function recordedOf(
  record: SettingsRecord | undefined,
  contents: string | null,
): Recorded | undefined {
  if (!record) return undefined
  const isWhole = record.before === null || sha256(record.before) === record.sha256_before
  const untouched = isWhole && contents !== null && sha256(contents) === record.sha256_after
  return { before: record.before, untouched, containers: record.containers }
}

/** The manifest with another record for one file, or without any. */
export function withRecord(manifest: Manifest, realPath: string, record: SettingsRecord | null): Manifest {
  const others = manifest.settings.filter((one) => one.real_path !== realPath)
  return { ...manifest, settings: record ? [...others, record] : others }
}

/** The hash of a text as UTF-8. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex")
}

function emptyManifest(): Manifest {
  return { schema_version: 1, installer_version: "", hooks: [], created_folders: [], settings: [] }
}
