import { spawnSync } from "node:child_process"
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, bash, before, stop, write } from "./events.mjs"
import { InstalledGate } from "./installed-gate.mjs"

const root = realpathSync(mkdtempSync(join(tmpdir(), "zz-")))
const gate = new InstalledGate(root)
const s = gate.session("alone"),
  h = gate.session("shared"),
  r = { ...gate.session("shared"), workspace: h.workspace }
const one = (ev, ses, input) => ({
  ...gate.commandOf(ev),
  input,
  env: { PATH: process.env.PATH, ...gate.envOf(ses) },
  cwd: ses.workspace,
})
const Q = 'git commit -m "what was done" && ls src | sort > list'
const out = {
  build: gate.build,
  locks: gate.locks,
  node: process.execPath,
  pre1k: one("PreToolUse", s, before(s, write(s))),
  prebash: one("PreToolUse", s, before(s, bash("npm run build"))),
  post: one("PostToolUse", s, after(s, write(s))),
  full: one("PreToolUse", s, before(s, bash(Q))),
  stop: one("Stop", s, stop(s)),
  renewHolder: one("PreToolUse", h, before(h, bash(Q))),
  denied: one("PreToolUse", r, before(r, bash(Q))),
  deniedWrite: one("PreToolUse", r, before(r, write(r))),
}
for (const k of ["full", "renewHolder"])
  spawnSync(out[k].command, out[k].args, { input: out[k].input, env: out[k].env, cwd: out[k].cwd })
writeFileSync("/tmp/perf/stage.json", JSON.stringify(out))
console.log(root, out.pre1k.input.length, out.prebash.input.length)
process.on("SIGTERM", () => {
  gate.end()
  process.exit()
})
setInterval(() => {}, 1e9)
