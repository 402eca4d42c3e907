// A process that dies at one file-system call of one operation. Says before it starts what the others must know.
import { writeSync } from "node:fs"
import { loadLockCore } from "../lib/lock-core.mjs"
import { realWorld } from "./real-world.mjs"
import { scenarios } from "./scenarios.mjs"

const { dist, dir, scenario: name, fault, identities } = JSON.parse(process.argv[2])
const core = await loadLockCore(dist)
const victim = core.identifyProcess(process.pid, core.systemProbes())
const onKill = () => process.kill(process.pid, "SIGKILL")
const world = realWorld(core, { dir, offsetMs: 0, identities: { ...identities, victim }, onKill })
const scenario = scenarios.find((one) => one.name === name)
const party = world.party("victim")
const prepared = await scenario.prepare(world, party)
writeSync(1, JSON.stringify({ prepared, offsetMs: world.offsetMs }))
party.arm(fault)
await scenario.run(party, prepared)
