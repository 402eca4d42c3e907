import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from "node:http"

/** What came back: a status, and the body as JSON (null when it was none). */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** Sends one request, at an address, and reads the answer. */
export type Send = (
  endpoint: URL,
  path: string,
  body: unknown,
  headers: Record<string, string>,
  signal: AbortSignal,
) => Promise<Answer>

export interface Tls {
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
}

/** No answer to what is asked here is longer. */
const MAX_ANSWER_LENGTH = 1_000_000

/** A {@link Send} over node's own clients, which keeps its connections for the next request. */
export function nodeSender(tls: Tls): { send: Send; close(): void } {
  const agents = new Map<string, Agent>()
  return {
    async send(endpoint, path, body, headers, signal) {
      // Only the one that is used is loaded: https costs a short process some milliseconds.
      const client = endpoint.protocol === "https:" ? await import("node:https") : await import("node:http")
      let agent = agents.get(endpoint.protocol)
      if (!agent) {
        agent = new client.Agent({ keepAlive: true, ...(endpoint.protocol === "https:" && tls) })
        agents.set(endpoint.protocol, agent)
      }
      const text = JSON.stringify(body)
      const options: RequestOptions = {
        method: "POST",
        agent,
        signal,
        headers: {
          ...headers,
          "content-type": "application/json",
          "content-length": Buffer.byteLength(text),
        },
      }
      return exchange(client.request(new URL(path, endpoint), options), text)
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
    },
  }
}

function exchange(request: ClientRequest, text: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request.on("error", reject)
    request.on("response", (response: IncomingMessage) => {
      let received = ""
      response.setEncoding("utf8")
      response.on("data", (chunk: string) => {
        received += chunk
        if (received.length > MAX_ANSWER_LENGTH) request.destroy(new Error("the answer is too long"))
      })
      response.on("error", reject)
      response.on("aborted", () => reject(new Error("the answer broke off")))
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: parsed(received) }))
    })
    request.end(text)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // a proxy's page, say: the status tells
  }
}
