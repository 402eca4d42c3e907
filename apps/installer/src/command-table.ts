import type { Answer, Command } from "./command.ts"
import { doctor } from "./commands/doctor.ts"
import { doctorText } from "./commands/doctor-text.ts"
import { install } from "./commands/install.ts"
import { installText } from "./commands/install-text.ts"
import { status } from "./commands/status.ts"
import { statusText } from "./commands/status-text.ts"
import { uninstall } from "./commands/uninstall.ts"
import { uninstallText } from "./commands/uninstall-text.ts"
import type { Ink } from "./ink.ts"

const CHANGING = ["scope", "dry-run", "json", "project-dir", "managed-dir", "yes-from-agent", "help"] as const

/** Every command there is. Parsing, help and the README's reference are made from this. */
export const COMMANDS: readonly Command[] = [
  {
    name: "install",
    summary: "Set the gate up, repair it, or update it.",
    details: [
      "Copies the hooks under the client's configuration directory, runs them once, and registers them in its",
      "settings: all events in one atomic write, or none. Nothing else in the file changes by a byte.",
    ],
    options: CHANGING,
    run: async (input) => answer(await install(input), installText),
  },
  {
    name: "uninstall",
    summary: "Take the gate out again.",
    details: [
      "Puts the settings back byte for byte if they are as the installation left them; otherwise takes out exactly",
      "the gate's own entries. Running sessions are not disturbed.",
    ],
    options: CHANGING,
    run: async (input) => answer(await uninstall(input), uninstallText),
  },
  {
    name: "status",
    summary: "Show what is installed where, whether it is active, and who holds which workspace.",
    details: ["Shows every scope, or the one that --scope names. Changes nothing."],
    options: ["scope", "json", "project-dir", "managed-dir", "help"],
    run: async (input) => answer(await status(input), statusText),
  },
  {
    name: "doctor",
    summary: "Examine everything that can keep the gate from working.",
    details: [
      "Checks the settings files as the client would, fires the installed hook, and looks at Node and the leases.",
      "Changes nothing. Exits with 1 when something is wrong.",
    ],
    options: ["json", "project-dir", "managed-dir", "help"],
    run: async (input) => {
      const result = await doctor(input)
      return { ...answer(result, doctorText), exitCode: result.healthy ? 0 : 1 }
    },
  },
]

function answer<R extends object>(result: R, text: (result: R, ink: Ink) => string): Answer {
  return { json: result, text: (ink) => text(result, ink) }
}
