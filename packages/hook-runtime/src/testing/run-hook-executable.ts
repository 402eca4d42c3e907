import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process"
import { pipeline, Readable } from "node:stream"
import { type FinishedProcess, type HookRun, readHookRun } from "./hook-run.ts"

/**
 * What is written to the hook's stdin: an object as JSON, text and bytes as they are, chunks as they come. `null`
 * closes stdin at once.
 */
export type HookPayload = object | string | Uint8Array | AsyncIterable<string | Uint8Array> | null

export interface HookExecutable {
  command: string
  /** Passed as they are. The shell form has none. */
  args?: readonly string[]
  payload: HookPayload
  /** The whole environment, except that PATH is inherited when it is not given. Nothing else of yours leaks in. */
  env?: Readonly<Record<string, string>>
  cwd?: string
  /** After this the whole process group is killed, as by the client. Default: 10,000. */
  timeoutMs?: number
  /** Runs `/bin/sh -c command`, as the client does with a command without `args`. */
  shell?: boolean
  uid?: number
  gid?: number
}

/** The client waits so long for a stdout that a child of the hook keeps open. */
const LINGER_MS = 500

/**
 * Runs a real hook executable the way the client does and reads its answer the way the client does: as the leader of
 * a session of its own, with the event on stdin.
 *
 * @throws when the executable cannot be started.
 */
export async function runHookExecutable(hook: HookExecutable): Promise<HookRun> {
  const { command, args = [], shell = false, env = {}, cwd, uid, gid, timeoutMs = 10_000 } = hook
  const [file, argv] = shell ? ["/bin/sh", ["-c", command]] : [command, [...args]]
  const startedAt = performance.now()
  const child = spawn(file, argv, {
    env: { ...(process.env.PATH === undefined ? {} : { PATH: process.env.PATH }), ...env },
    detached: true,
    stdio: "pipe",
    ...(cwd === undefined ? {} : { cwd }),
    ...(uid === undefined ? {} : { uid }),
    ...(gid === undefined ? {} : { gid }),
  })
  feed(child, hook.payload)
  const { exitCode, signal, timedOut, stdout, stderr } = await settle(child, timeoutMs)
  const durationMs = performance.now() - startedAt
  return readHookRun({ exitCode, signal, timedOut, stdout, stderr, durationMs }, eventNameOf(hook.payload))
}

function feed({ stdin }: ChildProcessWithoutNullStreams, payload: HookPayload): void {
  // A hook may end without reading what it was given.
  stdin.on("error", () => {})
  if (payload === null) stdin.end()
  else if (typeof payload === "string" || payload instanceof Uint8Array) stdin.end(payload)
  else if (Symbol.asyncIterator in payload) pipeline(Readable.from(payload), stdin, () => {})
  else stdin.end(JSON.stringify(payload))
}

function settle(
  child: ChildProcessWithoutNullStreams,
  timeoutMs: number,
): Promise<Omit<FinishedProcess, "durationMs">> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    let timedOut = false
    child.stdout.on("data", (chunk: Buffer) => out.push(chunk))
    child.stderr.on("data", (chunk: Buffer) => err.push(chunk))
    const timer = setTimeout(() => {
      timedOut = true
      killGroup(child)
    }, timeoutMs)
    child.once("error", (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.once("exit", (exitCode, signal) => {
      clearTimeout(timer)
      child.stdin.destroy()
      const finish = () => {
        clearTimeout(linger)
        child.stdout.destroy()
        child.stderr.destroy()
        const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString("utf8")
        resolve({ exitCode, signal, timedOut, stdout: text(out), stderr: text(err) })
      }
      const linger = setTimeout(finish, LINGER_MS)
      child.once("close", finish)
    })
  })
}

function killGroup(child: ChildProcessWithoutNullStreams): void {
  if (child.pid === undefined) return
  try {
    process.kill(-child.pid, "SIGKILL")
  } catch {
    // The group is gone already; on Windows there is none.
    child.kill("SIGKILL")
  }
}

function eventNameOf(payload: HookPayload): string | undefined {
  let value: unknown = payload
  if (typeof payload === "string") {
    try {
      value = JSON.parse(payload)
    } catch {
      return undefined
    }
  }
  if (typeof value !== "object" || value === null || !("hook_event_name" in value)) return undefined
  return typeof value.hook_event_name === "string" ? value.hook_event_name : undefined
}
