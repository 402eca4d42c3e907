import { inspect } from "node:util"
import { deadlineIn, Secret } from "@router-gate/lock-core/remote"
import { describe, expect, test } from "vitest"
import { EtcdRefusal, gateway } from "../src/gateway.ts"
import type { Answer, Send } from "../src/request.ts"

const [ONE, TWO, THREE] = ["http://one:1", "http://two:2", "http://three:3"].map((text) => new URL(text)) as [
  URL,
  URL,
  URL,
]
const PASSWORD = "s3cret/word"
const LIMIT_MS = 10_000

const ok = (body: object = {}): Answer => ({ status: 200, body })
const refused = () =>
  Promise.reject(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }))
/** Says nothing until nobody waits any more. */
const silent = (signal: AbortSignal) =>
  new Promise<Answer>((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)))

type Reply = (path: string, headers: Record<string, string>, signal: AbortSignal) => Answer | Promise<Answer>

/** Endpoints that behave as told, and a list of who was asked for what. */
function network(replies: Record<string, Reply>) {
  const asked: string[] = []
  const send: Send = async (endpoint, path, _body, headers, signal) => {
    asked.push(`${endpoint.hostname} ${path}`)
    return (replies[endpoint.hostname] as Reply)(path, headers, signal)
  }
  return { asked, send }
}

describe("of several endpoints", () => {
  test("the next is asked when one cannot be reached, and stays the first choice", async () => {
    const { asked, send } = network({ one: refused, two: () => ok({ from: "two" }), three: () => ok() })
    const ask = gateway({ endpoints: [ONE, TWO, THREE], send })
    expect(await ask("/a", {}, deadlineIn(LIMIT_MS))).toEqual({ from: "two" })
    await ask("/b", {}, deadlineIn(LIMIT_MS))
    expect(asked).toEqual(["one /a", "two /a", "two /b"])
  })

  test("one that is silent has its share of the time, not all of it", async () => {
    const { asked, send } = network({
      one: (_, __, signal) => silent(signal),
      two: () => ok({ from: "two" }),
    })
    const ask = gateway({ endpoints: [ONE, TWO], send })
    expect(await ask("/a", {}, deadlineIn(600))).toEqual({ from: "two" })
    expect(asked).toEqual(["one /a", "two /a"])
  })

  test("a member without a leader is passed over", async () => {
    const { send } = network({
      one: () => ({ status: 503, body: { code: 14, message: "etcdserver: no leader" } }),
      two: () => ok({ from: "two" }),
    })
    expect(await gateway({ endpoints: [ONE, TWO], send })("/a", {}, deadlineIn(LIMIT_MS))).toEqual({
      from: "two",
    })
  })

  test("a refusal is an answer: nobody else is asked", async () => {
    const refusal = { status: 403, body: { code: 7, message: "etcdserver: permission denied" } }
    const { asked, send } = network({ one: () => refusal, two: () => ok() })
    const asking = gateway({ endpoints: [ONE, TWO], send })("/a", {}, deadlineIn(LIMIT_MS))
    await expect(asking).rejects.toThrow(EtcdRefusal)
    expect(asked).toEqual(["one /a"])
  })
})

describe("nobody answers", () => {
  test("every endpoint is tried twice, for a kept connection may be a dead one", async () => {
    const { asked, send } = network({ one: refused, two: refused })
    const asking = gateway({ endpoints: [ONE, TWO], send })("/a", {}, deadlineIn(LIMIT_MS))
    await expect(asking).rejects.toMatchObject({
      code: "UNAVAILABLE",
      message: expect.stringContaining("one:1, two:2"),
    })
    expect(asked).toEqual(["one /a", "two /a", "one /a", "two /a"])
  })

  test("silence ends with the deadline", async () => {
    const { send } = network({ one: (_, __, signal) => silent(signal) })
    await expect(gateway({ endpoints: [ONE], send })("/a", {}, deadlineIn(50))).rejects.toMatchObject({
      code: "UNAVAILABLE",
    })
  })

  test("nothing is sent when the time is up already", async () => {
    const { asked, send } = network({ one: () => ok() })
    const past = { signal: AbortSignal.abort(), leftMs: () => 0 }
    await expect(gateway({ endpoints: [ONE], send })("/a", {}, past)).rejects.toMatchObject({
      code: "UNAVAILABLE",
    })
    expect(asked).toEqual([])
  })
})

test("what is no etcd is told from one that does not answer", async () => {
  const { send } = network({ one: () => ({ status: 404, body: null }) })
  await expect(gateway({ endpoints: [ONE], send })("/a", {}, deadlineIn(LIMIT_MS))).rejects.toMatchObject({
    code: "UNSUPPORTED",
  })
})

describe("with a user", () => {
  const user = { name: "gate", password: new Secret(PASSWORD) }
  const AUTHENTICATE = "/v3/auth/authenticate"

  test("it authenticates once, and again when the token is no longer taken", async () => {
    let tokens = 0
    const { asked, send } = network({
      one(path, headers) {
        if (path === AUTHENTICATE) {
          tokens += 1
          return ok({ token: `t${tokens}` })
        }
        if (path === "/restarted" && headers.authorization === "t1")
          return { status: 401, body: { code: 16, message: "etcdserver: invalid auth token" } }
        return ok({ by: headers.authorization })
      },
    })
    const ask = gateway({ endpoints: [ONE], user, send })
    expect(await ask("/a", {}, deadlineIn(LIMIT_MS))).toEqual({ by: "t1" })
    expect(await ask("/b", {}, deadlineIn(LIMIT_MS))).toEqual({ by: "t1" })
    expect(await ask("/restarted", {}, deadlineIn(LIMIT_MS))).toEqual({ by: "t2" })
    expect(asked.filter((line) => line.endsWith(AUTHENTICATE))).toHaveLength(2)
  })

  test("a token that is never taken is a refusal, not a loop", async () => {
    const { asked, send } = network({
      one: (path) =>
        path === AUTHENTICATE ? ok({ token: "t" }) : { status: 401, body: { code: 16, message: "no" } },
    })
    await expect(gateway({ endpoints: [ONE], user, send })("/a", {}, deadlineIn(LIMIT_MS))).rejects.toThrow(
      EtcdRefusal,
    )
    expect(asked).toHaveLength(4)
  })

  test.each<[string, Reply]>([
    ["refuses and repeats it", () => ({ status: 400, body: { code: 3, message: `wrong: ${PASSWORD}` } })],
    [
      "breaks off with it",
      () => Promise.reject(new Error(`cannot send ${JSON.stringify({ password: PASSWORD })}`)),
    ],
  ])("the password is in no error when the server %s", async (_, reply) => {
    const { send } = network({ one: reply })
    const error = await gateway({ endpoints: [ONE], user, send })("/a", {}, deadlineIn(LIMIT_MS)).catch(
      (e) => e,
    )
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(PASSWORD)
  })
})
