import type { Answer, Command } from "./command.ts"
import { completion, SHELLS } from "./commands/completion.ts"
import { demo } from "./commands/demo.ts"
import { doctor } from "./commands/doctor.ts"
import { doctorText } from "./commands/doctor-text.ts"
import { install } from "./commands/install.ts"
import { installText } from "./commands/install-text.ts"
import { logText, readLog } from "./commands/log.ts"
import { status } from "./commands/status.ts"
import { statusText } from "./commands/status-text.ts"
import { statusline } from "./commands/statusline.ts"
import { switchOff, switchOn, switchText } from "./commands/switch.ts"
import { uninstall } from "./commands/uninstall.ts"
import { uninstallText } from "./commands/uninstall-text.ts"
import { unlock, unlockText } from "./commands/unlock.ts"
import { wait, waitAnswer } from "./commands/wait.ts"
import { watchStatus } from "./commands/watch-status.ts"
import type { Ink } from "./ink.ts"

const CHANGING = [
  "scope",
  "plugin",
  "dry-run",
  "json",
  "project-dir",
  "managed-dir",
  "yes-from-agent",
  "help",
] as const

/** Every command there is. Parsing, help and the README's reference are made from this. */
export const COMMANDS: readonly Command[] = [
  {
    name: "install",
    summary: "Set the gate up, repair it, or update it.",
    details: [
      "Copies the hooks under the client's configuration directory, runs them once, and registers them in its",
      "settings: all events in one atomic write, or none. Nothing else in the file changes by a byte.",
      "--plugin, which may be repeated, adds a hook of your own. It stays at later installations, as it is then.",
    ],
    options: CHANGING,
    run: async (input) => answer(await install(input), installText),
  },
  {
    name: "uninstall",
    summary: "Take the gate out again.",
    details: [
      "Puts the settings back byte for byte if they are as the installation left them; otherwise takes out exactly",
      "the gate's own entries. Running sessions are not disturbed. With --plugin it takes out that hook alone.",
    ],
    options: CHANGING,
    run: async (input) => answer(await uninstall(input), uninstallText),
  },
  {
    name: "status",
    summary: "Show what is installed where, whether it is active, and who holds which workspace.",
    details: [
      "Shows every scope, or the one that --scope names. Changes nothing. With --watch it redraws the screen in place;",
      "where the output is no terminal, it prints what it shows again whenever a fact has changed.",
    ],
    options: ["scope", "watch", "json", "project-dir", "managed-dir", "help"],
    run: async (input) => (input.watch ? watchStatus(input) : answer(await status(input), statusText)),
  },
  {
    name: "doctor",
    summary: "Examine everything that can keep the gate from working.",
    details: [
      "Checks the settings files as the client would, fires the installed hook, and looks at Node, the leases, and the",
      "store that several hosts share, where one is set. Changes nothing. Exits with 1 when something is wrong.",
    ],
    options: ["json", "project-dir", "managed-dir", "help"],
    run: async (input) => {
      const result = await doctor(input)
      return { ...answer(result, doctorText), exitCode: result.healthy ? 0 : 1 }
    },
  },
  {
    name: "off",
    summary: "Switch the gate off, for running sessions too.",
    details: [
      "The switch is a file that the hook looks at with each call, so running sessions follow it at once.",
      "The settings stay as they are. Without --for it stays off until router-gate on.",
    ],
    options: ["for", "json", "yes-from-agent", "help"],
    run: async (input) => answer(await switchOff(input), switchText),
  },
  {
    name: "on",
    summary: "Switch the gate on again.",
    details: ["Running sessions follow with their next call."],
    options: ["json", "help"],
    run: async (input) => answer(await switchOn(input), switchText),
  },
  {
    name: "log",
    summary: "Print what the gate decided, other than a silent yes.",
    details: ["One line per denial, takeover, lost lease and fault; --json prints the entries as they are."],
    options: ["lines", "json", "help"],
    run: async (input) => answer(await readLog(input), logText),
  },
  {
    name: "wait",
    argument: { name: "path" },
    summary: "Wait until no other session holds the workspace of a path.",
    details: [
      "Where the settings name a store, no session of another host either; a store that does not answer is waited for.",
      "For scripts. Prints nothing but one line on stderr that says who holds it. Exits with 0 when it is free, with 1",
      "when the time is up, with 130 when it is interrupted. A session does not wait for itself. Takes no lease.",
    ],
    options: ["timeout", "json", "help"],
    run: async (input) => waitAnswer(await wait(input)),
  },
  {
    name: "unlock",
    argument: { name: "path" },
    summary: "Free the workspace of a path from a lease that binds nobody any more.",
    details: [
      "Frees a lease of the session that this runs in, and one whose process is gone or whose time is up. With --force",
      "also one that binds: its session is not asked and may be changing files beside the next one. That is logged.",
    ],
    options: ["force", "json", "yes-from-agent", "help"],
    run: async (input) => answer(await unlock(input), unlockText),
  },
  {
    name: "demo",
    summary: "Show two sessions meeting in one workspace, through the real hook.",
    details: [
      "Everything happens in a temporary folder with a configuration directory of its own, and is removed afterwards:",
      "nothing of yours is read or changed. Two columns where the terminal is wide enough for them.",
    ],
    options: ["fast", "json", "help"],
    run: demo,
  },
  {
    name: "completion",
    argument: { name: "shell", values: Object.keys(SHELLS), required: true },
    summary: "Print a script that completes this command line in bash, zsh or fish.",
    details: [
      'bash, in ~/.bashrc: eval "$(router-gate completion bash)"',
      "zsh, in a folder of $fpath: router-gate completion zsh > _router-gate",
      "fish: router-gate completion fish > ~/.config/fish/completions/router-gate.fish",
    ],
    options: ["json", "help"],
    run: async ({ argument }) => answer(completion(argument, COMMANDS), ({ script }) => script),
  },
  {
    name: "statusline",
    summary: "Print a segment for the client's status line: who holds the workspace.",
    details: [
      "Reads the client's JSON on stdin. Prints nothing when the workspace is free, and when anything goes wrong.",
    ],
    options: ["help"],
    neverFails: true,
    run: async (input) => answer(await statusline(input), ({ text }) => (text ? `${text}\n` : "")),
  },
]

function answer<R extends object>(result: R, text: (result: R, ink: Ink) => string): Answer {
  return { json: result, text: (ink) => text(result, ink) }
}
