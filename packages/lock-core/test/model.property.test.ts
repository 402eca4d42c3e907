import fc from "fast-check"
import { expect, test } from "vitest"
import type { ProcessIdentity } from "../src/liveness.ts"
import type { Claim } from "../src/plan.ts"
import { acquire, refresh, release } from "../src/protocol.ts"
import type { LockIo, LockStore } from "../src/store.ts"
import { fileStore } from "../src/stores/file.ts"
import { memoryStore } from "../src/stores/memory.ts"
import { type Machine, simulateMachine } from "../src/testing/machine.ts"
import { temporaryDirectory } from "./temporary-directory.ts"

const KEY = "0123456789ab"
const NAMES = ["alice", "bob", "carol"] as const
type Name = (typeof NAMES)[number]

/** All that there is to a lock, to somebody to whom time is a number and changes are instant. */
interface Model {
  now: number
  lastToken: number
  lease: { holder: Name; life: number; token: number; until: number } | null
  /** How often each has been started; a lease is of one life. */
  readonly lives: Record<Name, number>
  readonly dead: Set<Name>
}

interface Real {
  readonly machine: Machine
  readonly io: LockIo
  readonly processes: Map<Name, ProcessIdentity>
}

const claimOf = (real: Real, name: Name): Claim => ({
  sessionId: name,
  process: real.processes.get(name),
})
/** Whether the lease still binds others. */
const binds = ({ lease, lives, dead, now }: Model): boolean =>
  lease !== null && now < lease.until && lives[lease.holder] === lease.life && !dead.has(lease.holder)

abstract class Act implements fc.AsyncCommand<Model, Real> {
  constructor(
    readonly name: Name,
    readonly ms: number,
  ) {}
  check(model: Readonly<Model>): boolean {
    return !model.dead.has(this.name)
  }
  abstract run(model: Model, real: Real): Promise<void>
  toString(): string {
    return `${this.name}.${this.constructor.name}(${this.ms})`
  }
  /** The lease as it becomes when its holder, or a new life of it, renews it. */
  protected renewed(model: Model, token: number): void {
    const until = Math.max(model.lease?.until ?? 0, model.now + this.ms + 1)
    model.lease = { holder: this.name, life: model.lives[this.name], token, until }
    model.lastToken = token
  }
  /** The token that a renewal must come with: the same in the same life, a later one in the next. */
  protected judgeToken(model: Model, token: number): void {
    if (model.lease?.life === model.lives[this.name]) expect(token).toBe(model.lease.token)
    else expect(token).toBeGreaterThan(model.lastToken)
  }
}

class Acquires extends Act {
  async run(model: Model, real: Real): Promise<void> {
    const result = await acquire(KEY, { ...claimOf(real, this.name), ttlMs: this.ms }, real.io)
    if (binds(model) && model.lease?.holder !== this.name) {
      expect(result).toMatchObject({ acquired: false, holder: { session_id: model.lease?.holder } })
      return
    }
    if (!result.acquired) throw new Error("refused for no reason")
    const token = result.lock.token as number
    if (model.lease?.holder === this.name) this.judgeToken(model, token)
    else {
      expect(token).toBeGreaterThan(model.lastToken)
      expect("takenOver" in result).toBe(model.lease !== null)
      model.lease = null
    }
    this.renewed(model, token)
  }
}

class Refreshes extends Act {
  async run(model: Model, real: Real): Promise<void> {
    const result = await refresh(KEY, { ...claimOf(real, this.name), ttlMs: this.ms }, real.io)
    expect(result.refreshed).toBe(model.lease?.holder === this.name)
    if (!result.refreshed) return
    this.judgeToken(model, result.lock.token as number)
    this.renewed(model, result.lock.token as number)
  }
}

class Releases extends Act {
  async run(model: Model, real: Real): Promise<void> {
    const { released } = await release(KEY, claimOf(real, this.name), real.io)
    expect(released).toBe(model.lease?.holder === this.name)
    if (released) model.lease = null
  }
}

class Waits extends Act {
  override check = () => true
  async run(model: Model, { machine }: Real): Promise<void> {
    model.now += this.ms
    machine.pass(this.ms)
  }
}

class Dies extends Act {
  async run(model: Model, { machine }: Real): Promise<void> {
    model.dead.add(this.name)
    machine.kill(100 + NAMES.indexOf(this.name))
  }
}

class ComesBack extends Act {
  override check = (model: Readonly<Model>) => model.dead.has(this.name)
  async run(model: Model, { machine, processes }: Real): Promise<void> {
    model.dead.delete(this.name)
    model.lives[this.name] += 1
    processes.set(this.name, machine.start(100 + NAMES.indexOf(this.name)))
  }
}

const commands = fc.commands(
  [Acquires, Acquires, Refreshes, Releases, Waits, Dies, ComesBack].map((Command) =>
    fc
      .tuple(fc.constantFrom(...NAMES), fc.integer({ min: 1, max: 50 }))
      .map(([name, ms]) => new Command(name, ms)),
  ),
  { maxCommands: 40 },
)

test.each<[string, number, (machine: Machine) => LockStore]>([
  ["memoryStore", 2_000, () => memoryStore()],
  ["fileStore", 200, (machine) => fileStore({ dir: temporaryDirectory(), wallMs: machine.wallMs })],
])("acquire, refresh and release over the %s do what a variable would", async (_, numRuns, makeStore) => {
  await fc.assert(
    fc.asyncProperty(commands, async (script) => {
      const setup = () => {
        const machine = simulateMachine()
        const processes = new Map(NAMES.map((name, index) => [name, machine.start(100 + index)]))
        const real: Real = { machine, io: machine.io(makeStore(machine)), processes }
        const lives = { alice: 0, bob: 0, carol: 0 }
        return { model: { now: 0, lastToken: 0, lease: null, lives, dead: new Set<Name>() }, real }
      }
      await fc.asyncModelRun(setup, script)
    }),
    { numRuns },
  )
})
