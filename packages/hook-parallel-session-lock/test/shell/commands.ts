import type { CommandClass } from "../../src/shell/classify.ts"
import { adversarial, adversarialBytes } from "./commands/adversarial.ts"
import { cannotTell, changing } from "./commands/everyday.ts"
import { reading, readingElsewhere } from "./commands/reading.ts"

/** A command, and what may be said of it. */
export type CommandRow = readonly [command: string, classes: readonly CommandClass[]]

function rowsOf(commands: readonly string[], ...classes: CommandClass[]): CommandRow[] {
  return commands.map((command) => [command, classes])
}

/** All commands that are judged by name, from the most harmless to those that would rather not be known. */
export const commandRows: readonly CommandRow[] = [
  ...rowsOf(reading, "reads"),
  ...rowsOf(readingElsewhere, "reads"),
  ...rowsOf(changing, "changes"),
  ...rowsOf(cannotTell, "unknown"),
  ...rowsOf([...adversarial, ...adversarialBytes], "changes", "unknown"),
]
