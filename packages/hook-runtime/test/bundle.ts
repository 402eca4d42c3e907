import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "tsup"

/** A hook built the way that hooks are shipped: one CommonJS file. */
export interface Bundle {
  path: string
  dir: string
  remove(): void
}

/** Bundles TypeScript that imports from "@router-gate/hook-runtime". */
export async function bundle(source: string): Promise<Bundle> {
  const dir = mkdtempSync(join(tmpdir(), "hook-bundle-"))
  const index = fileURLToPath(new URL("../src/index.ts", import.meta.url))
  writeFileSync(join(dir, "bin.ts"), source.replaceAll(`"@router-gate/hook-runtime"`, JSON.stringify(index)))
  await build({
    entry: { bin: join(dir, "bin.ts") },
    outDir: dir,
    format: "cjs",
    target: "node20",
    config: false,
    silent: true,
    outExtension: () => ({ js: ".cjs" }),
  })
  return { dir, path: join(dir, "bin.cjs"), remove: () => rmSync(dir, { recursive: true, force: true }) }
}
