/** Something that the doctor found. `wrong` makes it fail; a `note` is worth knowing. */
export interface Finding {
  code: FindingCode
  level: "wrong" | "note"
  sentence: string
  /** What to do about it. */
  remedy: string
  path?: string
  line?: number
  column?: number
}

export type FindingCode = keyof typeof REMEDIES

/** Every finding that there is, with what to do about it; a new one without a remedy does not compile. */
export const REMEDIES = {
  SETTINGS_REJECTED: "Put this value right: until then the client runs no hook of this file.",
  SETTINGS_VALUE_UNKNOWN:
    "Use a name that your client knows (run: claude doctor): for one that it does not, it runs no hook of this file.",
  SETTINGS_BOM: "Save the file without a byte order mark: the desktop app ignores such a file.",
  MATCHER_INVALID: "Put the regular expression right: until then the client drops this group.",
  NOT_INSTALLED: "Run router-gate install.",
  PARTLY_INSTALLED: "Run router-gate install again: it makes the entries one complete set.",
  OUTDATED: "Run router-gate install again: the entries then follow the present settings of the gate.",
  GONE: "Run router-gate install again; some program has written back older settings.",
  NOT_ACTIVE: "Remove what switches the hooks off, if you want the gate.",
  RUNS_TWICE: "Uninstall one of them: router-gate uninstall --scope <scope>.",
  PLUGIN_TOO: "Uninstall one of the two, the plugin or the settings entries: both run.",
  NOT_STAGED: "Run router-gate install again.",
  OTHER_VERSION: "Run router-gate install to update, or leave it.",
  HOOK_FAILS: "Run router-gate install again; if it still fails, read the log beside the manifest.",
  HOOK_OBJECTS: "Read what it printed: an event that no hook knows must be answered with silence.",
  HOOK_SLOW: "Check the machine's load, and virus scanners that look at every start of a program.",
  NODE_GONE: "Run router-gate install again with the Node that you use now.",
  NODE_CHANGED: "Run router-gate install again: it looks which flags this Node takes.",
  NODE_NOT_FOUND: "Run router-gate install again; a launcher found no Node at all, and let the call go on.",
  NODE_ONLY_ON_PATH: "Run router-gate install again with a Node that stays where it is.",
  NODE_TOO_OLD: "Run router-gate install again with a newer Node.",
  CLIENT_TOO_OLD: "Update the client: claude update.",
  CLOCK_WRONG: "Set the clock right; router-gate unlock --force frees a workspace that must not wait.",
  LOCKS_SHARED: "Keep the configuration directory on a local file system, unless this is meant.",
  LOCKS_UNWRITABLE: "Make this folder writable for you; until then the gate lets every call go on.",
  LOCKS_UNSUPPORTED: "Move the configuration directory to a local file system.",
  LOCK_UNREADABLE: "Look at this lock by hand; the gate lets every call in its workspace go on.",
  CONFIG_WITHOUT_EFFECT:
    "Put this right in the file or the variable; until then the gate goes on without it.",
  STORE_UNREACHABLE:
    "Look whether the server runs and can be reached from here; until it answers, calls pass on this host's lease alone, or are denied (remoteUnavailable).",
  STORE_MISCONFIGURED:
    "Put this right in router-gate.json, or in the environment that the client is started in; until then no session asks the store.",
  STORE_SECRET_EXPOSED: "chmod 600 this file, and change the secret if others may have read it.",
  STORE_SCHEMA_MISSING:
    "Run createSchema() of @router-gate/lock-store-postgres once, or hand its schemaSql() to who may.",
  STORE_REFUSES:
    "Look at the user, its password and what it may do on the server; the sentence is the server's.",
  STORE_CLOCKS_DIFFER: "Set both clocks right. Leases go by the server's, but times are shown by the hosts'.",
  STORE_NOT_ASKED:
    "Give the workspace a branch and a git remote that all hosts reach, or set workspaceId: without a name it has this host's lease alone.",
  LEASE_STALE: "Nothing: the next session that needs the workspace takes it over.",
} as const

/** Makes a finding. */
export function finding(
  code: FindingCode,
  level: Finding["level"],
  sentence: string,
  place: Pick<Finding, "path" | "line" | "column"> = {},
): Finding {
  return { code, level, sentence, remedy: REMEDIES[code], ...place }
}
