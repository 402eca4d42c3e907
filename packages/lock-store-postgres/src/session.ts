import type { Socket } from "node:net"
import { LockStoreError } from "@router-gate/lock-core"
import { type Deadline, deadlineIn, withoutSecrets } from "@router-gate/lock-core/remote"
import pg from "pg"
import type { PostgresConnection } from "./connection.ts"

export type Row = Readonly<Record<string, unknown>>

/** Runs one statement. Throws {@link PostgresRefusal} when the server says no, `UNAVAILABLE` when it does not answer in time. */
export type Run = (
  sql: string,
  values: readonly unknown[],
  deadline: Deadline,
) => Promise<{ rows: readonly Row[]; changed: number }>

/** The server has answered, and the answer is no. */
export class PostgresRefusal extends Error {
  /** SQLSTATE. */
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = "PostgresRefusal"
    this.code = code
  }
}

/** Classes of SQLSTATE in which the server is not able to answer: connection, resources, operator intervention. */
const UNABLE = /^(08|53|57|58)/

/**
 * One connection, made when it is needed and made again when it is lost; statements wait for each other. It does not keep
 * the process alive. A statement whose answer was lost may be run twice: every change names the state that it expects,
 * so it is made once or not at all.
 */
export function session(
  connection: PostgresConnection,
  statementTimeoutMs: number,
): { run: Run; close(): Promise<void> } {
  let open: pg.Client | null = null
  let last: Promise<unknown> = Promise.resolve()

  async function connect(deadline: Deadline): Promise<pg.Client> {
    const client = clientFor(connection, statementTimeoutMs, deadline.leftMs())
    const forget = () => {
      if (open === client) open = null
    }
    client.on("error", forget) // it was idle: the next statement makes another
    client.on("end", forget)
    try {
      await orTimeUp(client.connect(), deadline)
    } catch (error) {
      socketOf(client).destroy()
      throw error
    }
    open = client
    return client
  }

  async function once(sql: string, values: readonly unknown[], deadline: Deadline) {
    const client = open ?? (await connect(deadline))
    socketOf(client).ref()
    try {
      const result = await orTimeUp(client.query(sql, [...values]), deadline)
      return { rows: result.rows as Row[], changed: result.rowCount ?? 0 }
    } catch (error) {
      if (isAnswer(error)) throw error
      if (open === client) open = null
      socketOf(client).destroy() // nobody waits for its answer any more
      throw error
    } finally {
      socketOf(client).unref()
    }
  }

  async function inTurn(sql: string, values: readonly unknown[], deadline: Deadline) {
    for (;;) {
      const wasKept = open !== null
      try {
        if (deadline.leftMs() === 0) throw new Error("no time left") // nothing is sent that nobody waits for
        return await once(sql, values, deadline)
      } catch (error) {
        const cause = withoutSecrets(error, [connection.password])
        if (isAnswer(error)) throw new PostgresRefusal(error.code, cause.message)
        if (!connection.password && NO_PASSWORD.test(cause.message)) throw withoutPassword()
        if (wasKept && deadline.leftMs() > 0) continue // a kept connection may be a dead one; a new one is tried once
        throw new LockStoreError("UNAVAILABLE", `PostgreSQL does not answer: ${cause.message}`, { cause })
      }
    }
  }

  return {
    run(sql, values, deadline) {
      const before = last
      const mine = orTimeUp(before, deadline)
        .catch(() => {})
        .then(() => inTurn(sql, values, deadline))
      last = Promise.allSettled([before, mine])
      return mine
    },
    async close() {
      const client = open
      open = null
      if (!client) return
      socketOf(client).ref() // whoever waits for the end must not end before
      try {
        await orTimeUp(client.end(), deadlineIn(CLOSE_LIMIT_MS))
      } catch {
        socketOf(client).destroy() // it ends without a goodbye
      }
    },
  }
}

function clientFor(connection: PostgresConnection, statementTimeoutMs: number, leftMs: number): pg.Client {
  const url = new URL(connection.url)
  // A lease must not be forgotten in a crash, whatever the server's default is.
  url.searchParams.set("options", `${url.searchParams.get("options") ?? ""} -c synchronous_commit=on`.trim())
  const client = new pg.Client({
    connectionString: url.href.replaceAll("+", "%20"), // the library takes a plus for a plus
    connectionTimeoutMillis: Math.max(1, Math.ceil(leftMs)),
    statement_timeout: statementTimeoutMs,
    application_name: "router-gate",
  })
  // An address without a password hides one that is given beside it; this property is not enumerable.
  if (connection.password) client.password = connection.password.reveal()
  return client
}

/** How the client library says that it was asked for a password and has none. */
const NO_PASSWORD = /password must be a string/

function withoutPassword(): LockStoreError {
  const names = "ROUTER_GATE_POSTGRES_PASSWORD or ROUTER_GATE_POSTGRES_PASSWORD_FILE"
  return new LockStoreError(
    "MISCONFIGURED",
    `PostgreSQL asks for a password, and none is given: set ${names}`,
  )
}

/** A goodbye that is not heard in this time is not waited for. */
const CLOSE_LIMIT_MS = 1_000

/** The server's own word on a statement, not the loss of it, nor that it is unable to say any. */
function isAnswer(error: unknown): error is { code: string } {
  const code = (error as { code?: unknown } | null)?.code
  const severity = (error as { severity?: unknown } | null)?.severity
  return severity !== undefined && typeof code === "string" && !UNABLE.test(code)
}

/** Rejects when the time is up; what comes of the work then is nobody's concern. */
function orTimeUp<T>(work: Promise<T>, deadline: Deadline): Promise<T> {
  const { signal } = deadline
  return new Promise((resolve, reject) => {
    const stop = () => reject(new Error("no answer in time"))
    if (signal.aborted) stop()
    signal.addEventListener("abort", stop, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop))
  })
}

/** The library's types say nothing of it. */
function socketOf(client: pg.Client): Socket {
  return (client as unknown as { connection: { stream: Socket } }).connection.stream
}
