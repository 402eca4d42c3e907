import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { format, inspect } from "node:util"
import { describe, expect, test } from "vitest"
import { readPrivateFile, readSecret, Secret } from "../../src/remote/secret.ts"
import { withoutSecrets, withoutSecretText } from "../../src/remote/without-secrets.ts"
import { LockStoreError } from "../../src/store.ts"
import { temporaryDirectory } from "../temporary-directory.ts"

const SECRET = "pa$$ w:rd/é"

function fileOf(mode: number): string {
  const path = join(temporaryDirectory(), "password")
  writeFileSync(path, `${SECRET}\n`)
  chmodSync(path, mode)
  return path
}
const caught = (run: () => unknown): LockStoreError => {
  try {
    run()
  } catch (error) {
    if (error instanceof LockStoreError) return error
    throw error
  }
  throw new Error("nothing was thrown")
}

describe("a secret is read", () => {
  test("from its variable, before its file", () =>
    expect(readSecret("A", { A: SECRET, A_FILE: "/nowhere" })?.reveal()).toBe(SECRET))
  test.each([0o600, 0o400])("from a file of mode %o, without the final newline", (mode) =>
    expect(readSecret("A", { A_FILE: fileOf(mode) }, "linux")?.reveal()).toBe(SECRET),
  )
  test("from nowhere: null", () => expect(readSecret("A", { A: "" })).toBeNull())
  test("on Windows, from a file whose bits say nothing", () =>
    expect(readSecret("A", { A_FILE: fileOf(0o644) }, "win32")?.reveal()).toBe(SECRET))
})

describe.skipIf(process.platform === "win32")("a file that others may use is refused", () => {
  test.each([0o644, 0o640, 0o660, 0o604, 0o601, 0o777])("mode %o", (mode) => {
    const path = fileOf(mode)
    const error = caught(() => readPrivateFile(path, "linux"))
    expect(error).toMatchObject({ code: "MISCONFIGURED", path })
    expect(error.message).toContain(`chmod 600 ${path}`)
    expect(inspect(error)).not.toContain(SECRET)
  })
})

test("a file that is not there is named", () =>
  expect(caught(() => readSecret("A", { A_FILE: "/nowhere/password" }))).toMatchObject({
    code: "MISCONFIGURED",
    path: "/nowhere/password",
  }))

test("a secret is shown to nobody who does not ask for it", () => {
  const secret = new Secret(SECRET)
  const shown = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true }),
  ]
  shown.push(format("%s %o %j", secret, secret, secret), JSON.stringify(Object.entries(secret)))
  for (const text of shown) expect(text).not.toContain(SECRET)
})

describe("what is told of another's error", () => {
  const secrets = [new Secret(SECRET), null]
  test("keeps message and code, and nothing else", () => {
    const error = Object.assign(new Error("refused"), {
      code: "ECONNREFUSED",
      input: SECRET,
      config: { SECRET },
    })
    const told = withoutSecrets(error, secrets)
    expect(told).toMatchObject({ message: "refused", code: "ECONNREFUSED" })
    expect(inspect(told, { showHidden: true, depth: 9 })).not.toContain(SECRET)
  })
  test.each([SECRET, encodeURIComponent(SECRET), JSON.stringify(SECRET)])("does not hold %s", (form) =>
    expect(withoutSecretText(`no: ${form}!`, secrets)).not.toContain("w:rd"),
  )
  test("holds no credentials of an address", () =>
    expect(withoutSecretText("cannot reach postgres://bob:hunter2@db/x")).toBe(
      "cannot reach postgres://[secret]@db/x",
    ))
  test("is one bounded line", () => {
    expect(withoutSecretText("a\nb\u001b[31mc")).toBe("a b [31mc")
    expect(withoutSecretText("x".repeat(5_000)).length).toBe(300)
  })
  test("of several attempts is the first one's", () =>
    expect(withoutSecrets(new AggregateError([new Error("connect refused")])).message).toBe(
      "connect refused",
    ))
  test.each([undefined, null, "text", 5])("may be %j", (error) =>
    expect(withoutSecrets(error, secrets)).toBeInstanceOf(Error),
  )
})
