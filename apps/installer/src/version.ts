import { createRequire } from "node:module"

/** The version of this package. */
export function installerVersion(): string {
  // One level above src and above dist alike.
  return createRequire(import.meta.url)("../package.json").version
}
