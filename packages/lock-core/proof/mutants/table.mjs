/**
 * Lines that keep the lock safe, each taken away once. `find` must occur exactly once in `file`; `layers` are tried in
 * turn until one fails, the likeliest first. A mutation with `hammer` and no `find` is a wrong use of the lock.
 */
export const mutants = [
  {
    name: "ENOENT taken as success",
    file: "stores/state-directory.ts",
    find: `      return except(["ENOENT", "ENOTDIR"], null, () => fs.lstatSync(proof)) !== null`,
    replace: "      return proof.length > 0",
    layers: ["hammer", "crash"],
  },
  {
    name: "whatever is there is renamed",
    file: "stores/state-directory.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    find: "return rename(`${path}.d/${from}`, `${path}.d/${to}`)",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    replace: "return rename(`${path}.d/${look(path)?.name}`, `${path}.d/${to}`)",
    layers: ["hammer", "unit"],
  },
  {
    name: "granted on sight when already one's own (fast path)",
    file: "plan.ts",
    find: `  if (relation === "own") {`,
    replace: `  if (relation === "own" && staleness(record, at.now, "alive") === null) {
    return { do: "nothing", result: { acquired: true, lock: record } }
  }
  if (relation === "own") {`,
    layers: ["stories", "hammer"],
  },
  {
    name: "the directory made first, its state afterwards",
    file: "stores/state-directory.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    find: "    const aside = `${path}.d.init-${nonce()}`",
    replace: `    const there = \`\${path}.d\`
    except(["EEXIST"], undefined, () => fs.mkdirSync(there, { mode: 0o700 }))
    fs.writeFileSync(\`\${there}/\${name}\`, "", { mode: 0o600, flag: "wx" })
    if (there) return true
    const aside = there`,
    layers: ["hammer", "crash"],
  },
  {
    name: "release by unlink",
    file: "stores/file.ts",
    find: `      states.move(path, from, (generation) => formatLeaseName({ generation, token, record: null }, nonce())),`,
    replace: `      from === null ? true : except(["ENOENT"], false, () => (fs.unlinkSync(\`\${path}.d/\${from}\`), token >= 0)),`,
    layers: ["crash", "hammer", "unit"],
  },
  {
    name: "the holder is the helper's own pid",
    hammer: ["--processes", "--holder", "helper"],
    layers: ["hammer"],
  },
  {
    name: "generation not monotonic",
    file: "stores/state-directory.ts",
    find: "const to = next(Math.max(before.generation + 1, wallMs()))",
    replace: "const to = next(wallMs())",
    layers: ["stories", "unit"],
  },
  {
    name: "token by the clock alone",
    file: "stores/file.ts",
    find: "const nextToken = Math.max(seen.state.generation + 1, wallMs())",
    replace: "const nextToken = wallMs()",
    layers: ["stories", "unit"],
  },
  {
    name: "a takeover keeps the token",
    file: "plan.ts",
    find: "{ token: nextToken(stored, at.now), heldSince: at.now.wallMs })",
    replace: "{ token: stored?.record?.token ?? nextToken(stored, at.now), heldSince: at.now.wallMs })",
    layers: ["hammer", "stories"],
  },
  {
    name: "token not compared by refresh and release",
    file: "plan.ts",
    find: "if (claim.token !== undefined && claim.token !== record.token) return",
    replace: "if (claim.token === -1) return",
    layers: ["stories", "unit"],
  },
  {
    name: "anybody's lease refreshed or released",
    file: "plan.ts",
    find: `if (!record || relate(record, claim, at) !== "own") return { holder: record }`,
    replace: "if (!record) return { holder: record }",
    layers: ["crash", "hammer"],
  },
  {
    name: "expiry without the later of old and new",
    file: "lease.ts",
    find: "Math.min(Math.max(ttlMs, kept), MAX_LEASE_MS)",
    replace: "Math.min(Math.max(ttlMs, 0 * kept), MAX_LEASE_MS)",
    layers: ["stories", "unit"],
  },
  {
    name: "no +1 for the rounded monotonic clock",
    file: "lease.ts",
    find: "now.monoMs + boundMs + 1",
    replace: "now.monoMs + boundMs",
    layers: ["stories", "unit"],
  },
  {
    name: "no +1 for the rounded wall clock",
    file: "record.ts",
    find: "return record.acquired_at + record.ttl_ms + 1",
    replace: "return record.acquired_at + record.ttl_ms",
    layers: ["stories", "unit"],
  },
  {
    name: "clock skew dropped",
    file: "stale.ts",
    find: "const skewMs = record.boot_id === undefined ? 0 : CLOCK_SKEW_MS",
    replace: "const skewMs = 0",
    layers: ["stories", "unit"],
  },
  {
    name: "expiry by the wall clock within a boot",
    file: "stale.ts",
    find: "  if (monoLeft !== null) return monoLeft <= 0",
    replace: "",
    layers: ["stories", "unit"],
  },
  {
    name: "another boot's monotonic clock believed",
    file: "stale.ts",
    find: "now.monoMs === null || !isSameBoot(record.boot_id, now.bootId)",
    replace: "now.monoMs === null || !isSameBoot(now.bootId, now.bootId)",
    layers: ["stories", "unit"],
  },
  {
    name: "cap of calls in flight ignored",
    file: "stale.ts",
    find: "return left !== null && left > 0",
    replace: "return left !== null",
    layers: ["stories", "unit"],
  },
  {
    name: "in doubt whether it lives, a call in flight binds",
    file: "stale.ts",
    find: `(liveness === "alive" || liveness === "exists")`,
    replace: `liveness !== "dead"`,
    layers: ["stories", "unit"],
  },
  {
    name: "start time not compared (a pid used again)",
    file: "liveness.ts",
    find: `return seen.start === process.start ? "alive" : "dead"`,
    replace: `return "alive"`,
    layers: ["stories", "unit"],
  },
  {
    name: "one pid, one process",
    file: "liveness.ts",
    find: "return one.start !== undefined && one.start === other.start",
    replace: "return true",
    layers: ["stories", "unit"],
  },
  {
    name: "another place is death",
    file: "liveness.ts",
    find: `if (!isSamePlace(process, here)) return "unknown"`,
    replace: `if (!isSamePlace(process, here)) return "dead"`,
    layers: ["stories", "unit"],
  },
  {
    name: "an unreadable process is death",
    file: "liveness.ts",
    find: `if (!seen) return "exists"`,
    replace: `if (!seen) return "dead"`,
    layers: ["stories", "unit"],
  },
  {
    name: "no holder recorded is death",
    file: "plan.ts",
    find: `holder ? at.judge(holder) : "unknown"`,
    replace: `holder ? at.judge(holder) : "dead"`,
    layers: ["unit", "crash"],
  },
  {
    name: "a twin taken for oneself",
    file: "relation.ts",
    find: `isProvablyAnother(holder, claimant, view) ? "twin" : "own"`,
    replace: `isProvablyAnother(holder, claimant, view) ? "own" : "own"`,
    layers: ["hammer", "stories"],
  },
  {
    name: "the lowest state counts",
    file: "stores/state-directory.ts",
    find: "state.generation > highest.state.generation",
    replace: "state.generation < highest.state.generation",
    layers: ["stories", "unit"],
  },
  {
    name: "an unknown state is free",
    file: "stores/state-directory.ts",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: source text
    find: "if (attempt === 2) throw unknownState(`${path}.d`, names)",
    replace: "if (attempt === 2) return null",
    layers: ["stories", "unit"],
  },
  {
    name: "no Windows guard",
    file: "stores/state-directory.ts",
    find: "const guarded = windows\n",
    replace: "const guarded = windows && nonce() === null\n",
    layers: ["stories", "unit"],
  },
  {
    name: "inside the guard, no second look",
    file: "stores/state-directory.ts",
    find: "if (windows && look(path)?.name !== from) return false",
    replace: "",
    layers: ["stories", "unit"],
  },
  {
    name: "exclusive open not checked",
    file: "stores/windows-guard.ts",
    find: "if (!proven) proveExclusive(path, deps)",
    replace: "",
    layers: ["stories", "unit"],
  },
  {
    name: "renames by handle not refused",
    file: "stores/refuse-file-system.ts",
    find: "if (name === undefined) return",
    replace: "if (name === undefined || platform) return",
    layers: ["stories", "unit"],
  },
]
