import type { Answer } from "./command.ts"
import { type CliProcess, readEnvironment, scoped } from "./environment.ts"
import { helpText } from "./help.ts"
import { type InstallableHook, shippedHooks } from "./hooks.ts"
import { inkFor } from "./ink.ts"
import { neverFails, parseArguments, wantsJson } from "./parse-arguments.ts"
import { refusalFacts, refusalText, UsageError } from "./refusal.ts"
import { installerVersion } from "./version.ts"

/**
 * Runs one command line. The process is a parameter, so that a test can be the process; the only catch is here.
 * Exit codes: 0 done or nothing to do, 1 refused or failed, 2 not understood, 130 interrupted.
 */
export async function main(
  process: CliProcess,
  hooksOf: () => InstallableHook[] = shippedHooks,
): Promise<void> {
  const argv = process.argv.slice(2)
  try {
    const { text, exitCode = 0 } = await answerTo(argv, process, hooksOf)
    if (text !== "") process.stdout.write(text)
    process.exitCode = exitCode
  } catch (error) {
    if (neverFails(argv)) {
      process.exitCode = 0
      return
    }
    process.exitCode = error instanceof UsageError ? 2 : 1
    if (wantsJson(argv)) process.stdout.write(`${JSON.stringify({ error: errorFacts(error) }, null, 2)}\n`)
    else process.stderr.write(errorText(error))
  }
}

async function answerTo(
  argv: string[],
  process: CliProcess,
  hooksOf: () => InstallableHook[],
): Promise<{ text: string; exitCode?: Answer["exitCode"] | undefined }> {
  const request = parseArguments(argv)
  const ink = inkFor(process)
  if (request.ask === "version") return { text: `${installerVersion()}\n` }
  if (request.ask === "help") return { text: helpText(ink, request.command) }
  const { command, options } = request
  const scope = options.scope ?? "user"
  const answer = await command.run({
    environment: scoped(readEnvironment(process, options), scope),
    hooks: hooksOf(),
    version: installerVersion(),
    scope,
    scopeNamed: options.scope !== undefined,
    dryRun: options.dryRun,
    yesFromAgent: options.yesFromAgent,
    json: options.json,
    force: options.force,
    argument: options.argument,
    forMs: options.forMs,
    timeoutMs: options.timeoutMs,
    lines: options.lines,
    plugins: options.plugins,
    watch: options.watch,
    fast: options.fast,
    terminal: process,
    ink,
  })
  return { text: options.json ? jsonText(answer) : answer.text(ink), exitCode: answer.exitCode }
}

function jsonText({ json }: Answer): string {
  return json === null ? "" : `${JSON.stringify(json, null, 2)}\n`
}

function errorText(error: unknown): string {
  if (error instanceof UsageError) return `${error.message}.\nrouter-gate --help lists what there is.\n`
  const facts = refusalFacts(error)
  if (facts) return refusalText(facts)
  return `${error instanceof Error ? error.stack : String(error)}\n`
}

function errorFacts(error: unknown): object {
  if (error instanceof UsageError) return { code: "USAGE", cause: error.message }
  const facts = refusalFacts(error)
  if (facts) return facts
  return {
    code: "UNEXPECTED",
    cause: error instanceof Error ? (error.stack ?? error.message) : String(error),
  }
}
