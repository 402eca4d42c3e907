import { join } from "node:path"
import { postToolUse } from "@router-gate/hook-runtime/testing"
import { afterEach, beforeEach, describe, expect, test } from "vitest"
import { Desk, touch, type Wire } from "./hot-desk.ts"
import { type Ran, SHELLS } from "./hot-launcher.ts"

// Only Linux has the clock that the hot path reads; elsewhere every event is left to Node.
const shells = process.platform === "linux" ? SHELLS.map((shell) => ({ shell })) : []
const quiet = { status: 0, stdout: "", stderr: "" }
const byItself = { ...quiet, seen: null }
const line = (event: Wire): string => `${JSON.stringify(event)}\n`

let desk: Desk
beforeEach(() => {
  desk = new Desk()
})
afterEach(() => desk.end())

/** A state's name without its generation and its nonce, and the generation. */
function parts(name: string): [kept: string, generation: number] {
  const fields = name.split(".")
  return [[fields[0], ...fields.slice(2, 12)].join("."), Number(fields[1])]
}

/** Expects that an event was answered without Node, and that the lease is the same one, a generation on. */
function expectRenewal(run: () => Ran): void {
  const [kept, generation] = parts(desk.name)
  expect(run()).toEqual(byItself)
  expect(parts(desk.name)).toEqual([kept, generation + 1])
}

describe.each(shells)("the launcher under $shell", ({ shell }) => {
  test.each(["Write", "Edit", "MultiEdit", "NotebookEdit"])(
    "%s renews the lease without Node",
    async (tool) => {
      await desk.opens()
      const name = tool === "NotebookEdit" ? "notebook_path" : "file_path"
      for (const path of ["new", "src/a b/c.ts", "x*[y]/é"]) {
        const event = desk.before(tool, {
          [name]: join(desk.workspace, path),
          content: 'é "quoted" \\ \n{"cwd":"/x"}',
        })
        expectRenewal(() => desk.start(shell, "PreToolUse", line(event)))
      }
    },
  )

  test.each([
    "make",
    "npm test -- --run x=1 | tail -5 2>&1",
    "git add src/a.ts && git commit -F msg; ls >/dev/null",
    "cp src/a.ts src/b.ts",
    "cp -r $WS/src $WS/lib/",
    "tsc -p sub/tsconfig.json >out/log 2>/dev/null &",
    "A=src/x make a,b:c@d+e%f",
    'git commit -m "what was done" -m \'and "why"\'',
    'echo "a" "" \'\'',
    "git commit -m \"$(cat <<'EOF'\nA title\n\nMore of it: src/a.ts\nEOF\n)\"",
    "cd src && make",
    'cd "$WS/src" && npm test',
    "git -C src commit -m x",
    "make\nmake",
    "(make) | tee `date` # all",
    "rm *.js a?[bc] src/*.js $WS/lib/*.js",
    "for each in a b; do echo $each; done",
    "! ./run.sh ./src/ HEAD~1 {a,b}",
  ])("Bash with %s renews it too", async (command) => {
    await desk.opens()
    touch(join(desk.workspace, "src/a.ts"))
    const input = { command: command.replaceAll("$WS", desk.workspace), description: "Does it" }
    for (const cwd of [desk.workspace, join(desk.workspace, "src")])
      expectRenewal(() => desk.start(shell, "PreToolUse", line(desk.before("Bash", input, { cwd }))))
  })

  test("a call that ended needs nothing while the lease is long", async () => {
    await desk.opens()
    const { name } = desk
    const after = postToolUse({ session_id: desk.session, cwd: desk.workspace })
    expect(desk.start(shell, "PostToolUse", line(after))).toEqual(byItself)
    expect(desk.name).toBe(name)
  })

  test.each([
    ["PreToolUse", 60_000, true],
    ["PreToolUse", 121_000, false],
    ["PreToolUse", 400_000, false],
    ["PostToolUse", 61_000, false],
  ])("%s %i ms after the last extension: by itself is %s", async (name, passedMs, isHot) => {
    await desk.opens()
    desk.rename((fields) => {
      fields[9] = String(Math.max(1, Number(fields[9]) - passedMs))
    })
    const input = line(desk.before("Bash", { command: "make" }))
    expect(desk.start(shell, name, input)).toEqual({ ...quiet, seen: isHot ? null : input })
  })

  test("many renewals leave the lease as long as it was, and Node goes on from there", async () => {
    await desk.opens()
    const [kept] = parts(desk.name)
    const event = desk.before("Bash", { command: "make" })
    for (let i = 0; i < 5; i++) expectRenewal(() => desk.start(shell, "PreToolUse", line(event)))
    expect(parts(desk.name)[0]).toBe(kept)
    await desk.opens(event)
    expect(parts(desk.name)[0]).not.toBe(kept)
    expectRenewal(() => desk.start(shell, "PreToolUse", line(event)))
  })

  test.each([
    ['con fig\'s *[a]?$HOME `x` "y"', "app"],
    [".claude", "my * [a-z] wörk {1,2}"],
    [".claude", "it's $HOME"],
  ])("works with the configuration in %j and the workspace %j", async (config, workspace) => {
    desk.end()
    desk = new Desk({ config, workspace })
    await desk.opens()
    const event = desk.before("Write", { file_path: join(desk.workspace, "a b/c"), content: "" })
    expectRenewal(() => desk.start(shell, "PreToolUse", line(event)))
    expectRenewal(() => desk.start(shell, "PreToolUse", line(desk.before("Bash", { command: "make" }))))
  })

  test("a path may have in it what moves a command when it stands alone", async () => {
    desk.end()
    desk = new Desk({ workspace: "abcd-Cx-pushd" })
    await desk.opens()
    const command = `cp ${desk.workspace}/a ${desk.workspace}/b`
    expectRenewal(() => desk.start(shell, "PreToolUse", line(desk.before("Bash", { command }))))
  })

  test("finds the configuration in the home directory", async () => {
    await desk.opens()
    const input = line(desk.before("Bash", { command: "make" }))
    const env = { CLAUDE_CONFIG_DIR: undefined }
    expectRenewal(() => desk.start(shell, "PreToolUse", input, { env }))
  })

  test("an event may lack its newline, and be long", async () => {
    await desk.opens()
    const path = join(desk.workspace, "a")
    for (const length of [0, 5_000, 200_000]) {
      const event = desk.before("Write", { file_path: path, content: 'é\n"'.repeat(length / 4) })
      expectRenewal(() => desk.start(shell, "PreToolUse", JSON.stringify(event)))
    }
  })
})
