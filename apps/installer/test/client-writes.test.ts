import { spawnSync } from "node:child_process"
import { existsSync, mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, it } from "vitest"
import { holdingClientLock } from "../src/client-lock.ts"
import { temporaryFolder } from "./fixture-hook.ts"
import { go, home, read, settings, write } from "./sandbox.ts"

const root = fileURLToPath(new URL("..", import.meta.url))

/** Every call with ROUTER_GATE_CRASH_STRIDE=1; by default every twentieth, and those around the exchange. */
const stride = Number(process.env.ROUTER_GATE_CRASH_STRIDE ?? 20)

/** Runs the built command while a client changes the settings at its n-th call; 0: while none does. */
function runBin(command: string, at: number, log = "") {
  return spawnSync(
    process.execPath,
    ["--require", join(root, "test/fixtures/client-at.cjs"), join(root, "dist/bin.js"), command],
    {
      cwd: home,
      encoding: "utf8",
      env: {
        PATH: process.env.PATH,
        HOME: home,
        CLIENT_AT: String(at),
        CLIENT_SETTINGS: settings(),
        CLIENT_LOG: log,
      },
    },
  )
}

/** At which of its calls the client is to write. */
function momentsOf(command: string): number[] {
  const log = join(temporaryFolder(), "log")
  expect(runBin(command, 0, log)).toMatchObject({ status: 0, stderr: "" })
  const { calls, exchange } = JSON.parse(readFileSync(log, "utf8"))
  expect(calls).toBeGreaterThan(60)
  expect(exchange).toBeGreaterThan(0)
  const all = Array.from({ length: calls }, (_, index) => index + 1)
  return all.filter((at) => at % stride === 0 || Math.abs(at - exchange) < 3)
}

describe("a client that writes at one of our calls to the file system loses nothing, and nor do we", () => {
  it.each(["install", "uninstall"])(
    "%s",
    (command) => {
      const startOver = () => {
        rmSync(join(home, ".claude"), { recursive: true, force: true })
        write('{"model":"opus"}')
        if (command === "uninstall") runBin("install", 0)
      }
      startOver()
      for (const at of momentsOf(command)) {
        startOver()
        expect(runBin(command, at), `at call ${at}`).toMatchObject({ status: 0, stderr: "" })
        const { hooks, ...rest } = JSON.parse(read(settings()))
        expect(rest, `at call ${at}`).toEqual({ model: "opus", theirs: true })
        expect(Boolean(hooks), `at call ${at}`).toBe(command === "install")
        expect(existsSync(`${settings()}.lock`)).toBe(false)
      }
    },
    600_000,
  )
})

describe("the client's lock", () => {
  const lock = () => `${settings()}.lock`
  const held = () => holdingClientLock(settings(), () => existsSync(lock()))

  it("is held meanwhile, and gone after it, whatever happens", () => {
    mkdirSync(join(home, ".claude"))
    expect(held()).toBe(true)
    expect(existsSync(lock())).toBe(false)
    expect(() =>
      holdingClientLock(settings(), () => {
        throw new Error("broken")
      }),
    ).toThrow("broken")
    expect(existsSync(lock())).toBe(false)
  })

  it("of a dead client is taken over", () => {
    mkdirSync(lock(), { recursive: true })
    const old = Date.now() / 1000 - 11
    utimesSync(lock(), old, old)
    expect(held()).toBe(true)
    expect(existsSync(lock())).toBe(false)
  })

  it.each(["install", "uninstall"])(
    "that a killed run left goes with the next %s, if that changes nothing",
    async (command) => {
      write('{"model":"opus"}')
      await go(command)
      const before = read(settings())
      mkdirSync(lock())
      const nearly = Date.now() / 1000 - 9.5
      utimesSync(lock(), nearly, nearly)
      expect(await go(command)).toMatchObject({ exitCode: 0, stderr: "" })
      expect(existsSync(lock())).toBe(false)
      expect(read(settings())).toBe(before)
    },
  )

  it("of a client that writes while nothing is to be done is waited for, and what it wrote is looked at", async () => {
    write('{"model":"opus"}')
    await go("install")
    const installed = read(settings())
    mkdirSync(lock())
    const client = 'sleep 0.3; echo "{}" > "$1"; rmdir "$0"'
    spawnSync("sh", ["-c", `(${client}) >/dev/null 2>&1 &`, lock(), settings()])
    expect(await go("install")).toMatchObject({ exitCode: 0 })
    expect(JSON.parse(read(settings())).hooks).toEqual(JSON.parse(installed).hooks)
  })

  it("of a living client is waited for", () => {
    mkdirSync(lock(), { recursive: true })
    spawnSync("sh", ["-c", '(sleep 0.3; rmdir "$0") >/dev/null 2>&1 &', lock()])
    expect(held()).toBe(true)
  })

  it("that is no lock but somebody's file is left alone", async () => {
    write('{"model":"opus"}')
    writeFileSync(lock(), "mine")
    expect(await go("install")).toMatchObject({ exitCode: 0 })
    expect(read(lock())).toBe("mine")
  })
})
