import { resolve } from "node:path"
import { defineHook } from "@router-gate/hook-runtime"
import type { Protection } from "./protection.ts"
import { pushesIn } from "./pushes.ts"
import { branchesHit } from "./refspecs.ts"

/** What the hook works with. */
export interface ProtectedBranchesDeps {
  protection: Protection
  /** The branch that is checked out in a directory; null if that cannot be told. */
  branchIn: (dir: string) => string | null
}

/** Refuses a `git push` that rewrites or deletes a protected branch. What it cannot tell for certain passes. */
export const protectedBranches = defineHook<ProtectedBranchesDeps>({
  name: "protected-branches",
  description: "Refuses pushes that rewrite or delete protected branches.",
  on: {
    PreToolUse: {
      matcher: "Bash",
      timeoutSeconds: 5,
      run(event, { protection, branchIn }) {
        if (event.toolName !== "Bash" || typeof event.toolInput.command !== "string") return
        for (const push of pushesIn(event.toolInput.command)) {
          const { cwd } = event
          const here = () =>
            push.dir === null || cwd === undefined ? null : branchIn(resolve(cwd, push.dir))
          const hit = branchesHit(push, protection.allowsLease, here).find(({ branch }) =>
            protection.covers(branch),
          )
          if (hit) return { block: true, reason: reasonFor(hit) }
        }
        return
      },
    },
  },
})

function reasonFor({ branch, how }: { branch: string; how: "rewrite" | "delete" }): string {
  const [done, never] = how === "delete" ? ["deleted", "deleted"] : ["pushed by force", "rewritten"]
  return `${branch} was not ${done}: protected branches are not ${never} from here. Push to another branch, or leave this push to the user.`
}
