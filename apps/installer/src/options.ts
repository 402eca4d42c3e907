import { SCOPES } from "./scope.ts"

/** The options of the command line. Which command takes which is said in the command table. */
export const OPTIONS = {
  scope: {
    type: "string",
    value: SCOPES.join("|"),
    summary:
      "Whose settings: yours everywhere (the default), the project's (committed), yours in it, or the machine's.",
  },
  plugin: {
    type: "string",
    value: "path-or-name",
    multiple: true,
    summary: "A hook of your own beside the gate: its package's folder; to take it out again, its name.",
  },
  "dry-run": { type: "boolean", summary: "Print what would change as a unified diff, and change nothing." },
  json: { type: "boolean", summary: "Print the result as JSON." },
  watch: {
    type: "boolean",
    summary: "Go on showing it, anew each second; with --json a line per change. Ctrl-C ends it.",
  },
  "project-dir": { type: "string", value: "path", summary: "The project, instead of the current directory." },
  "managed-dir": {
    type: "string",
    value: "path",
    summary: "The machine's settings, instead of the usual place.",
  },
  "yes-from-agent": { type: "boolean", summary: "Do it although this runs inside an agent's session." },
  for: {
    type: "string",
    value: "duration",
    summary: "On again by itself after this long: 90s, 30m, 2h, 1d.",
  },
  timeout: { type: "string", value: "duration", summary: "Give up after this long (default: 5m)." },
  lines: {
    type: "string",
    value: "number",
    summary: "Only so many, the latest (default: 50; with --json all).",
  },
  force: { type: "boolean", summary: "Also take away a lease that binds. Its session is not asked." },
  fast: { type: "boolean", summary: "Do not pause for the reader." },
  help: { type: "boolean", short: "h", summary: "Explain the command." },
} as const

export type OptionName = keyof typeof OPTIONS
