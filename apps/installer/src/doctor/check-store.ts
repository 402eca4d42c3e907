import { hostname } from "node:os"
import { type LockRecord, systemInstant } from "@router-gate/lock-core"
import type { Environment } from "../environment.ts"
import type { GateConfig } from "../hooks.ts"
import { printable } from "../printable.ts"
import { remoteLockOf, type StoreError, storeErrorOf } from "../remote-lease.ts"
import { workspaceOf } from "../workspace-of.ts"
import { type Finding, type FindingCode, finding } from "./finding.ts"

/** The store that several hosts share. */
export interface StoreFacts {
  type: "etcd" | "postgres"
  /** What the project's workspace is called there; null: it has no name. */
  key: string | null
}

/** For a workspace without a name: what is asked is whether the store answers. Nothing is ever written under it. */
const NOBODYS_KEY = "router-gate-doctor"
/** Two clocks that keep time differ by less. */
const TOLERANCE_MS = 60_000

/** Asks the store as a session here would, and changes nothing in it. */
export async function checkStore(
  config: GateConfig,
  environment: Environment,
): Promise<{ findings: Finding[]; store: StoreFacts | null }> {
  const workspace = workspaceOf(environment.projectDir, environment, () => false)
  const remote = remoteLockOf(workspace, config, environment)
  if (!remote) return { findings: [], store: null }
  const { store: type, key } = remote
  const store = { type, key }
  const nameless =
    key === null
      ? [finding("STORE_NOT_ASKED", "note", `other hosts have no name for ${printable(workspace)}`)]
      : []
  try {
    const stored = await remote.ask(async (io) => io.readLock(key ?? NOBODYS_KEY))
    const { record = null, leftMs = 0 } = stored ?? {}
    const clocks = record && leftMs > 0 ? checkClocks(record, leftMs, systemInstant().wallMs) : []
    return { findings: [...nameless, ...clocks], store }
  } catch (error) {
    return { findings: [...nameless, ofError(storeErrorOf(error), type)], store }
  }
}

/** SQLSTATEs of a schema or a table that is not there. */
const NOT_MADE = new Set(["3F000", "42P01"])

function ofError({ code, message, path, cause }: StoreError, type: StoreFacts["type"]): Finding {
  const place = code === "MISCONFIGURED" && path?.startsWith("/") ? { path } : {}
  const sentence = `${type} was asked and not heard (${code}): ${printable(message, 300)}`
  return finding(codeOf(code, message, cause), "wrong", sentence, place)
}

function codeOf(code: string, message: string, cause: unknown): FindingCode {
  if (code === "UNAVAILABLE") return "STORE_UNREACHABLE"
  if (code === "MISCONFIGURED" && NOT_MADE.has((cause as { code?: string } | undefined)?.code ?? ""))
    return "STORE_SCHEMA_MISSING"
  if (code === "MISCONFIGURED")
    return /holds a secret and has mode/.test(message) ? "STORE_SECRET_EXPOSED" : "STORE_MISCONFIGURED"
  return "STORE_REFUSES"
}

/**
 * Compares this host's clock with that of the lease's holder. Nothing is decided by either, but what people are shown is
 * by both. When it was taken, the holder said by its clock; how long ago that is at the least, the store says.
 */
function checkClocks(record: LockRecord, leftMs: number, wallMs: number): Finding[] {
  const { acquired_at, ttl_ms, host } = record
  if (host === hostname()) return []
  const earliest = acquired_at + Math.max(0, ttl_ms - leftMs)
  const latest = acquired_at + ttl_ms
  const offMs = wallMs < earliest ? wallMs - earliest : Math.max(0, wallMs - latest)
  if (Math.abs(offMs) <= TOLERANCE_MS) return []
  const minutes = Math.round(Math.abs(offMs) / 60_000)
  const which = offMs < 0 ? "behind" : "ahead of"
  const where = host ? printable(host, 60) : "the holder"
  return [
    finding(
      "STORE_CLOCKS_DIFFER",
      "note",
      `the clock here is ${minutes} minutes or more ${which} that of host ${where}, which has the lease`,
    ),
  ]
}
