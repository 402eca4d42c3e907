import { spawnSync } from "node:child_process"
import { afterAll, describe, expect, test } from "vitest"
import { reading } from "./commands/reading.ts"
import { makeFixture, snapshot } from "./workspace-fixture.ts"

// What is said to be reading is run for real, in a repository that nobody needs.
describe.skipIf(process.platform === "win32")("a command that reads leaves everything as it was", () => {
  const fixture = makeFixture()
  afterAll(() => fixture.dispose())
  const before = snapshot(fixture.dir)

  test.each(reading)("%j", (command) => {
    const { error } = spawnSync("bash", ["-c", command], {
      cwd: fixture.dir,
      env: fixture.env,
      input: "",
      timeout: 5_000,
      killSignal: "SIGKILL",
    })
    if (error) expect((error as NodeJS.ErrnoException).code).toMatch(/ETIMEDOUT|ENOBUFS/)
    expect(snapshot(fixture.dir)).toEqual(before)
  })

  test("the snapshot would have shown a change", () => {
    for (const command of [
      "touch src/a.ts",
      "echo >> x.log",
      "git tag t2",
      "mkdir new",
      "chmod +x README.md",
    ]) {
      const earlier = snapshot(fixture.dir)
      spawnSync("bash", ["-c", command], { cwd: fixture.dir, env: fixture.env })
      expect(snapshot(fixture.dir), command).not.toEqual(earlier)
    }
  })
})
