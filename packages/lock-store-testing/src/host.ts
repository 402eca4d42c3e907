import { fork } from "node:child_process"
import type { AcquireResult, RefreshResult, ReleaseResult } from "@router-gate/lock-core"

/** What a host is told of the server. */
export type Place = Readonly<Record<string, unknown>> & { readonly port: number }

/** Another process that takes locks as another host would. What it is refused is a value, what is broken rejects. */
export interface Host {
  acquire(key: string, ttlMs: number): Promise<AcquireResult>
  refresh(key: string, token: number, ttlMs: number): Promise<RefreshResult>
  release(key: string, token: number): Promise<ReleaseResult>
  isCurrent(key: string, token: number): Promise<boolean>
  signal(signal: "SIGSTOP" | "SIGCONT"): void
  end(): void
}

interface Message {
  readonly id: number
  readonly result?: unknown
  readonly error?: { readonly code: string; readonly message: string }
}

/** @param clockOffMs by how much the host's wall clock is wrong */
export async function startHost(
  adapter: string,
  config: { name: string; place: Place; clockOffMs?: number; limitMs?: number },
): Promise<Host> {
  const child = fork(new URL("../hammer/host.mjs", import.meta.url), [adapter, JSON.stringify(config)])
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>()
  let asked = 0
  await new Promise<void>((resolve, reject) => {
    child.once("message", () => resolve())
    child.once("exit", (code) => reject(new Error(`${config.name} ended with ${code}`)))
  })
  child.on("message", (message) => {
    const { id, result, error } = message as Message
    if (error) waiting.get(id)?.reject(Object.assign(new Error(error.message), { code: error.code }))
    else waiting.get(id)?.resolve(result)
    waiting.delete(id)
  })
  function tell<T>(verb: string, details: object): Promise<T> {
    asked += 1
    const id = asked
    child.send({ id, verb, ...details })
    return new Promise((resolve, reject) =>
      waiting.set(id, { resolve: resolve as (value: unknown) => void, reject }),
    )
  }
  return {
    acquire: (key, ttlMs) => tell("acquire", { key, ttlMs }),
    refresh: (key, token, ttlMs) => tell("refresh", { key, token, ttlMs }),
    release: (key, token) => tell("release", { key, token }),
    isCurrent: (key, token) => tell("isCurrent", { key, token }),
    signal: (signal) => void child.kill(signal),
    end() {
      child.kill("SIGKILL")
    },
  }
}
