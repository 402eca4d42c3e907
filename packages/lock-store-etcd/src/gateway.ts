import { LockStoreError } from "@router-gate/lock-core"
import { type Deadline, type Secret, withoutSecrets, withoutSecretText } from "@router-gate/lock-core/remote"
import type { Answer, Send } from "./request.ts"

/** Asks etcd for something. Throws {@link EtcdRefusal} when it says no, `UNAVAILABLE` when nobody answers in time. */
export type Ask = (path: string, body: unknown, deadline: Deadline) => Promise<Record<string, unknown>>

/** Etcd has answered, and the answer is no. */
export class EtcdRefusal extends Error {
  /** gRPC's number for what kind of no. */
  readonly code: number

  constructor(code: number, message: string) {
    super(message)
    this.name = "EtcdRefusal"
    this.code = code
  }
}

export interface Cluster {
  readonly endpoints: readonly URL[]
  readonly user?: { readonly name: string; readonly password: Secret } | undefined
  readonly send: Send
}

/** How often every endpoint is tried: once more than once, for a kept connection may be a dead one. */
const ROUNDS = 2

const GRPC_INVALID_ARGUMENT = 3
const GRPC_UNAVAILABLE = 14
const GRPC_UNAUTHENTICATED = 16

/**
 * Speaks to a cluster. An endpoint that does not answer gets its share of the time that is left, then the next one is
 * asked. Asking twice is safe: every change names the state that it expects, so it is made once or not at all.
 */
export function gateway({ endpoints, user, send }: Cluster): Ask {
  let preferred = 0 // the endpoint that answered last
  let token: string | null = null

  async function ask(
    path: string,
    body: unknown,
    deadline: Deadline,
    headers: Record<string, string>,
  ): Promise<Answer> {
    let last: unknown
    const attempts = endpoints.length * ROUNDS
    for (let attempt = 0; attempt < attempts && deadline.leftMs() > 0; attempt++) {
      const at = (preferred + (attempt === 0 ? 0 : 1)) % endpoints.length
      preferred = at
      const untried = Math.max(1, endpoints.length - attempt)
      const share = AbortSignal.timeout(Math.ceil(deadline.leftMs() / untried))
      try {
        const answer = await send(
          endpoints[at] as URL,
          path,
          body,
          headers,
          AbortSignal.any([deadline.signal, share]),
        )
        if (!isOutOfOrder(answer)) return answer
        last = new Error(messageOf(answer))
      } catch (error) {
        last = error
      }
    }
    const cause = withoutSecrets(last ?? new Error("no time left"), [user?.password])
    const tried = endpoints.map((endpoint) => endpoint.host).join(", ")
    throw new LockStoreError("UNAVAILABLE", `etcd does not answer (${tried}): ${cause.message}`, { cause })
  }

  async function authorization(deadline: Deadline): Promise<Record<string, string>> {
    if (!user) return {}
    if (token === null) {
      const body = { name: user.name, password: user.password.reveal() }
      const answer = accepted(await ask("/v3/auth/authenticate", body, deadline, {}), [user.password])
      token = String(answer.token)
    }
    return { authorization: token }
  }

  return async (path, body, deadline) => {
    const answer = await ask(path, body, deadline, await authorization(deadline))
    if (user && isStaleToken(answer)) {
      token = null // it has run out, or the members were told of other users
      return accepted(await ask(path, body, deadline, await authorization(deadline)), [user.password])
    }
    return accepted(answer, [user?.password])
  }
}

/** A member that cannot speak for the cluster just now: it has no leader, or it is going down. */
function isOutOfOrder({ status, body }: Answer): boolean {
  const code = fieldsOf(body).code
  return code === GRPC_UNAVAILABLE || (status >= 500 && code === undefined)
}

function isStaleToken({ status, body }: Answer): boolean {
  const { code } = fieldsOf(body)
  const isOldRevision =
    code === GRPC_INVALID_ARGUMENT && messageOf({ status, body }).includes("auth store is old")
  return status !== 200 && (code === GRPC_UNAUTHENTICATED || isOldRevision)
}

function accepted(answer: Answer, secrets: readonly (Secret | undefined)[]): Record<string, unknown> {
  const fields = fieldsOf(answer.body)
  if (answer.status === 200 && answer.body !== null) return fields
  if (answer.status === 404 && fields.code === undefined)
    throw new LockStoreError("UNSUPPORTED", "there is no v3 JSON gateway of etcd at this address (404)")
  throw new EtcdRefusal(Number(fields.code ?? 2), withoutSecretText(messageOf(answer), secrets))
}

function messageOf({ status, body }: Answer): string {
  const { message, error } = fieldsOf(body)
  return typeof message === "string" ? message : typeof error === "string" ? error : `status ${status}`
}

function fieldsOf(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {}
}
