/** Which branches are protected, and against what. */
export interface Protection {
  covers: (branch: string) => boolean
  /** Whether `--force-with-lease` may rewrite them. */
  allowsLease: boolean
}

const DEFAULT = "main master release/*"

/**
 * Reads the protection from the environment: `PROTECTED_BRANCHES` is a list of names with `*` for any text, and
 * `PROTECTED_BRANCHES_LEASE=allow` lets `--force-with-lease` pass.
 */
export function readProtection(env: Readonly<Record<string, string | undefined>>): Protection {
  const names = (env.PROTECTED_BRANCHES ?? DEFAULT).split(/[\s,]+/).filter((name) => name !== "")
  const patterns = names.map((name) => new RegExp(`^${name.split("*").map(escaped).join(".*")}$`))
  return {
    // A refspec with a star of its own names every branch.
    covers: (branch) => branch.includes("*") || patterns.some((pattern) => pattern.test(branch)),
    allowsLease: env.PROTECTED_BRANCHES_LEASE === "allow",
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.+?()[\]{}|]/g, "\\$&")
}
