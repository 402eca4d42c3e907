import type { CommandTable, Rule } from "../rule.ts"
import { archiveCommands } from "./archives.ts"
import { awkCommand } from "./awk.ts"
import { builtinCommands } from "./builtins.ts"
import { changingCommands } from "./changing.ts"
import { containerCommands } from "./containers.ts"
import { fileCommands } from "./files.ts"
import { findCommand } from "./find.ts"
import { gitCommand } from "./git.ts"
import { networkCommands } from "./network.ts"
import { packageCommands } from "./packages.ts"
import { searchCommands } from "./search.ts"
import { sedCommand } from "./sed.ts"
import { shellCommands } from "./shells.ts"
import { systemCommands } from "./system.ts"
import { textCommands } from "./text.ts"
import { variableCommands } from "./variables.ts"
import { wrapperCommands } from "./wrappers.ts"

const single: CommandTable = {
  git: gitCommand,
  find: findCommand,
  sed: sedCommand,
  gsed: sedCommand,
  awk: awkCommand,
  gawk: awkCommand,
  mawk: awkCommand,
  nawk: awkCommand,
}

/** A map, so that no name finds what every object has. */
const table: ReadonlyMap<string, Rule> = new Map(
  [
    changingCommands,
    textCommands,
    fileCommands,
    searchCommands,
    archiveCommands,
    systemCommands,
    networkCommands,
    packageCommands,
    containerCommands,
    builtinCommands,
    variableCommands,
    wrapperCommands,
    shellCommands,
    single,
  ].flatMap((commands) => Object.entries(commands)),
)

/** The rule for a command, if it is known. */
export function ruleFor(name: string): Rule | null {
  return table.get(name) ?? null
}

/** Whether a function of this name would take the place of a command that is known. */
export function namesCommand(name: string): boolean {
  return table.has(name)
}
