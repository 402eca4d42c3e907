import type { CommandInput } from "./command.ts"
import { Refusal } from "./refusal.ts"

/** A gate that an agent can take down on its own is none: inside its session a person has to say so. */
export function refuseInsideAgent(
  {
    environment,
    yesFromAgent,
    dryRun = false,
  }: Pick<CommandInput, "environment" | "yesFromAgent"> & { dryRun?: boolean },
  what: string,
): void {
  if (!environment.env.CLAUDECODE || yesFromAgent || dryRun) return
  throw new Refusal({
    code: "AGENT_SESSION",
    cause: `this runs inside an agent's session (CLAUDECODE is set), and to ${what} is for a person to decide`,
    remedy: "Nothing was changed. Run it in a terminal of your own, or add --yes-from-agent.",
  })
}
