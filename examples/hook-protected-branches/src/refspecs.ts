import { parseArgs } from "node:util"
import type { Push } from "./pushes.ts"

/** A branch of the other side that a push rewrites or deletes. */
export interface Hit {
  branch: string
  how: "rewrite" | "delete"
}

const PUSH_OPTIONS = {
  force: { type: "boolean", short: "f" },
  "force-with-lease": { type: "boolean" },
  delete: { type: "boolean", short: "d" },
  all: { type: "boolean" },
  branches: { type: "boolean" },
  mirror: { type: "boolean" },
  "dry-run": { type: "boolean", short: "n" },
  "push-option": { type: "string", short: "o", multiple: true },
  repo: { type: "string" },
  "receive-pack": { type: "string" },
  exec: { type: "string" },
} as const

/** Lists what a push rewrites or deletes. `here` tells the branch that is checked out where it runs. */
export function branchesHit({ args }: Push, allowsLease: boolean, here: () => string | null): Hit[] {
  const { values, positionals } = parseArgs({ args, options: PUSH_OPTIONS, strict: false })
  if (values["dry-run"]) return []
  if (values.mirror) return [{ branch: "*", how: "rewrite" }]
  const leased = values["force-with-lease"] !== undefined && !allowsLease
  const forced = (values.force === true && values["no-force"] !== true) || leased
  if (forced && (values.all || values.branches)) return [{ branch: "*", how: "rewrite" }]
  const [, ...refspecs] = positionals
  if (refspecs.length === 0) return forced ? hits([here()], "rewrite") : []
  return refspecs.flatMap((refspec) => {
    const { plus, source, target } = partsOf(refspec)
    const branch = target === "HEAD" || target === "@" ? here() : branchNamed(target)
    if (values.delete || (source === "" && target !== "")) return hits([branch], "delete")
    if (!forced && !plus) return []
    // A colon alone pushes every branch that both sides have.
    return hits([source === "" && refspec.endsWith(":") ? "*" : branch], "rewrite")
  })
}

function partsOf(refspec: string): { plus: boolean; source: string; target: string } {
  const plus = refspec.startsWith("+")
  const [source = "", target = source] = refspec.slice(plus ? 1 : 0).split(":")
  return { plus, source, target }
}

/** The branch of a ref, null for one that is no branch. */
function branchNamed(ref: string): string | null {
  const branch = ref.replace(/^(?:refs\/)?heads\//, "")
  return branch.startsWith("refs/") || branch.startsWith("tags/") ? null : branch
}

function hits(branches: (string | null)[], how: Hit["how"]): Hit[] {
  return branches.flatMap((branch) => (branch ? [{ branch, how }] : []))
}
