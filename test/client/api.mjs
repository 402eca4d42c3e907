// A stand-in for the Messages API on loopback. It has no script of its own: every request of a named
// conversation is held until the story answers it, so the story plays the model of each session and
// decides in which order things happen. A held answer is the barrier between two sessions.
import { createServer } from "node:http"
import { addedText, answer, conversationOf, json, send, sendError, toolResults } from "./wire.mjs"

const PATIENCE_MS = 60_000

/** One conversation: the requests that the client has sent and the story has not yet answered. */
class Conversation {
  #arrived = []
  #waiting = []
  #current
  #error

  constructor(name) {
    this.name = name
  }

  /** Called by the server for each request of this conversation. */
  arrive(request) {
    if (this.#error) return sendError(request.res, this.#error)
    request.res.on("close", () => this.#abandoned(request))
    const waiter = this.#waiting.shift()
    if (waiter) waiter.resolve(request)
    else this.#arrived.push(request)
  }

  /** Waits for the client's next request and holds it: the model is "thinking" until it is answered. */
  async heard() {
    this.#current ??= this.#arrived.shift() ?? (await this.#next())
    return this.#current
  }

  /** Answers the held request; returns the ids of the tool calls in the answer. */
  async answer(content) {
    const request = await this.#take()
    const message = answer(content)
    send(request.res, message, request.body)
    return message.content.filter((block) => block.type === "tool_use").map((block) => block.id)
  }

  /** Answers the held request and all that follow by an error: some versions retry in several disguises. */
  async fail(error) {
    sendError((await this.#take()).res, error)
    this.#error = error
  }

  mend() {
    this.#error = undefined
  }

  /** Ends all waiting: the client will not ask again. */
  drop(reason) {
    for (const waiter of this.#waiting.splice(0)) waiter.reject(new Error(`${this.name}: ${reason}`))
  }

  async #take() {
    const request = await this.heard()
    this.#current = undefined
    return request
  }

  // The client has hung up before it was answered: Esc, or the end of its process.
  #abandoned(request) {
    if (this.#current === request) this.#current = undefined
    this.#arrived = this.#arrived.filter((other) => other !== request)
  }

  #next() {
    const { promise, resolve, reject } = withResolvers()
    const late = setTimeout(() => this.drop(`no request within ${PATIENCE_MS} ms`), PATIENCE_MS)
    this.#waiting.push({ resolve, reject })
    return promise.finally(() => clearTimeout(late))
  }
}

// Promise.withResolvers is newer than the oldest supported Node.
function withResolvers() {
  const parts = {}
  parts.promise = new Promise((resolve, reject) => Object.assign(parts, { resolve, reject }))
  return parts
}

async function bodyOf(req) {
  const chunks = []
  for await (const chunk of req) chunks.push(chunk)
  return JSON.parse(Buffer.concat(chunks).toString("utf8") || "{}")
}

/** Starts the server; `conversation(name)` is the story's side of it. */
export async function startApi() {
  const conversations = new Map()
  const conversation = (name) => {
    if (!conversations.has(name)) conversations.set(name, new Conversation(name))
    return conversations.get(name)
  }

  async function serve(req, res) {
    const path = req.url.split("?")[0]
    if (path === "/v1/messages/count_tokens") return json(res, 200, { input_tokens: 1000 })
    if (req.method !== "POST" || path !== "/v1/messages")
      return json(res, req.method === "HEAD" ? 200 : 404, {})
    const body = await bodyOf(req)
    const name = conversationOf(body.messages)
    // Titles, summaries and probes come without tools or without a marker: no story is about them.
    if (!name || !body.tools?.length) return send(res, answer({ text: "done" }), body)
    const { messages } = body
    const session = req.headers["x-claude-code-session-id"]
    conversation(name).arrive({
      res,
      body,
      session,
      results: toolResults(messages),
      added: addedText(messages),
    })
  }

  const server = createServer((req, res) => {
    serve(req, res).catch((error) => {
      if (res.headersSent) res.destroy()
      else sendError(res, { status: 500, type: "api_error", message: String(error) })
    })
  })
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    conversation,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      server.closeAllConnections()
      await closed
    },
  }
}
