import type { CliProcess } from "../src/environment.ts"
import type { InstallableHook } from "../src/hooks.ts"
import { main } from "../src/main.ts"

/** What a command line did. */
export interface Ran {
  exitCode: number
  stdout: string
  stderr: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever the command says.
  json: any
}

/** Runs one command line of the installer in this process, as the given user in the given place. */
export async function run(
  args: string[],
  options: {
    home: string
    cwd?: string
    hooks: InstallableHook[]
    env?: Record<string, string | undefined>
    platform?: string
    /** The Node that runs it. Default: this one. */
    execPath?: string
    isTTY?: boolean
    stdin?: string
    pid?: number
    /** Sends SIGINT when it is aborted. */
    interrupt?: AbortSignal
    /** Hears everything that is printed, as it is printed. */
    hear?: (text: string) => void
    columns?: number
    rows?: number
  },
): Promise<Ran> {
  let stdout = ""
  let stderr = ""
  const fake: CliProcess = {
    argv: ["node", "router-gate", ...args, ...machine(args, options.home)],
    env: { HOME: options.home, PATH: process.env.PATH, ...options.env },
    platform: options.platform ?? "linux",
    execPath: options.execPath ?? process.execPath,
    cwd: () => options.cwd ?? options.home,
    pid: options.pid ?? process.pid,
    stdin: (async function* () {
      yield options.stdin ?? ""
    })(),
    on: (_signal, listener) => options.interrupt?.addEventListener("abort", listener),
    off: (_signal, listener) => options.interrupt?.removeEventListener("abort", listener),
    stdout: {
      write(text) {
        stdout += text
        options.hear?.(text)
      },
      isTTY: options.isTTY ?? false,
      columns: options.columns ?? 80,
      rows: options.rows ?? 24,
    },
    stderr: { write: (text) => (stderr += text) },
  }
  await main(fake, () => options.hooks)
  const json = /^[{[]\n|^\[\]/.test(stdout) ? JSON.parse(stdout) : null
  return { exitCode: Number(fake.exitCode), stdout, stderr, json }
}

/** Tests never look at this machine's own settings. */
function machine([command = ""]: string[], home: string): string[] {
  return ["install", "uninstall", "status", "doctor"].includes(command)
    ? ["--managed-dir", `${home}.machine`]
    : []
}
