import type { GateConfig } from "./default-config.ts"
import { isStoreSettings, STORE_EXPECTED } from "./store-settings.ts"

/** What one setting may be. The published schema, the environment and the files all follow this table. */
export interface Option {
  readonly expected: string
  accepts(value: unknown): boolean
  readonly env?: { readonly name: string; read(text: string): unknown }
  /** A project's file is somebody else's choice for everyone who clones it. */
  readonly notOfProject?: true
}

const DAY_MS = 24 * 60 * 60 * 1000

const between = (min: number, max: number): Pick<Option, "expected" | "accepts"> => ({
  expected: `a number of milliseconds from ${min} to ${max}`,
  accepts: (value) => typeof value === "number" && value >= min && value <= max,
})

const oneOf = (...words: string[]): Pick<Option, "expected" | "accepts"> => ({
  expected: words.map((word) => JSON.stringify(word)).join(" or "),
  accepts: (value) => typeof value === "string" && words.includes(value),
})

const isTexts = (value: unknown): boolean =>
  Array.isArray(value) && value.every((item) => typeof item === "string" && item.trim() !== "")

const asNumber = (name: string): NonNullable<Option["env"]> => ({ name, read: Number })
const asText = (name: string): NonNullable<Option["env"]> => ({ name, read: (text) => text })

export const OPTIONS: Readonly<Record<keyof GateConfig, Option>> = {
  enabled: {
    expected: "true or false",
    accepts: (value) => typeof value === "boolean",
    env: { name: "ROUTER_GATE", read: (text) => text !== "0" },
    notOfProject: true,
  },
  ttlMs: { ...between(500, DAY_MS), env: asNumber("ROUTER_GATE_TTL_MS") },
  waitMs: { ...between(0, 10 * 60 * 1000), env: asNumber("ROUTER_GATE_WAIT_MS") },
  cannotTell: { ...oneOf("deny", "warn"), env: asText("ROUTER_GATE_CANNOT_TELL") },
  readOnlyCommands: { expected: "an array of commands", accepts: isTexts },
  tools: {
    expected: "an object of tool names, each with an array of names of inputs",
    accepts: (value) =>
      typeof value === "object" &&
      value !== null &&
      !Array.isArray(value) &&
      Object.values(value).every(isTexts),
  },
  lockRoot: { ...oneOf("home", "git"), env: asText("ROUTER_GATE_LOCK_ROOT") },
  store: {
    expected: STORE_EXPECTED,
    accepts: isStoreSettings,
    env: { name: "ROUTER_GATE_STORE", read: (type) => ({ type }) },
    notOfProject: true,
  },
  workspaceId: {
    expected: '"git", or 1 to 200 characters without spaces',
    accepts: (value) => typeof value === "string" && /^[\x21-\x7e]{1,200}$/.test(value),
    env: asText("ROUTER_GATE_WORKSPACE_ID"),
  },
  remoteUnavailable: {
    ...oneOf("allow", "deny"),
    env: asText("ROUTER_GATE_REMOTE_UNAVAILABLE"),
    notOfProject: true,
  },
  remoteTtlMs: { ...between(1_000, DAY_MS), env: asNumber("ROUTER_GATE_REMOTE_TTL_MS"), notOfProject: true },
  remoteTimeoutMs: {
    ...between(50, 1_000), // a call that waited has a second and a half left for saying no, else it is let pass
    env: asNumber("ROUTER_GATE_REMOTE_TIMEOUT_MS"),
    notOfProject: true,
  },
}
