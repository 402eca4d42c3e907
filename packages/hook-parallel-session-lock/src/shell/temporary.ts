/** Where systems keep temporary files. A directory of that name elsewhere may be part of a workspace. */
const systemDirs =
  /^(\/private)?(\/tmp|\/var\/tmp)(\/[^/]+)?\/?$|^(\/private)?\/var\/folders\/[^/]+\/[^/]+\/T\/?$/

/**
 * Whether a path is that of a file directly in a temporary directory. Deeper ones may lie in a workspace that somebody
 * keeps there, or behind a link; they are reported as targets, and the caller finds whose they are.
 */
export function isTemporary(path: string, tempDirs: readonly string[]): boolean {
  return tempDirs.some((dir) => {
    const start = dir.endsWith("/") ? dir : `${dir}/`
    const name = path.startsWith(start) ? path.slice(start.length) : ""
    return systemDirs.test(dir) && /^[^/]+$/.test(name) && name !== ".." && name !== "."
  })
}
