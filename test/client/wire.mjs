// The wire format of the Messages API, as far as the client needs it: what a request says, and how an
// answer is streamed.
let serial = 0
const id = (prefix) => `${prefix}_story${String(++serial).padStart(6, "0")}`

const textOf = (content) =>
  typeof content === "string" ? content : (content ?? []).map((block) => block.text ?? "").join("\n")

/** The marker by which a prompt names the conversation that it belongs to. */
export const marker = (name) => `[[${name}]]`

const MARKER = /\[\[([\w-]+)\]\]/g

/**
 * The conversation that a request belongs to: the last marker in its newest user message that has one.
 * Nothing is remembered for it, so prompts after /clear, resumed sessions and subagents are told apart alike.
 */
export function conversationOf(messages = []) {
  const own = messages.filter((message) => message.role === "user").map(typedText)
  for (const text of own.reverse()) {
    const found = [...text.matchAll(MARKER)].at(-1)
    if (found) return found[1]
  }
  return undefined
}

// What a person or a parent agent wrote; a tool result may quote another conversation's marker.
const typedText = ({ content }) =>
  textOf(Array.isArray(content) ? content.filter((block) => block.type === "text") : content)

/** The results of the calls in the newest answer, in the order in which the client sent them. */
export function toolResults(messages = []) {
  const since = messages.findLastIndex((message) => message.role === "assistant") + 1
  return messages
    .slice(since)
    .flatMap((message) => (Array.isArray(message.content) ? message.content : []))
    .filter((block) => block.type === "tool_result")
    .map((block) => ({ id: block.tool_use_id, failed: block.is_error === true, text: textOf(block.content) }))
}

/** Everything else that reached the model since its last answer: prompts, and context added by hooks. */
export function addedText(messages = []) {
  const since = messages.findLastIndex((message) => message.role === "assistant") + 1
  return messages.slice(since).map(typedText).filter(Boolean).join("\n")
}

/** An answer: text, or tool calls `{ name, input }` of one message. */
export function answer({ text, calls = [] }) {
  const content = calls.map(({ name, input }) => ({ type: "tool_use", id: id("toolu"), name, input }))
  if (text !== undefined) content.unshift({ type: "text", text })
  return {
    id: id("msg"),
    type: "message",
    role: "assistant",
    content,
    stop_reason: calls.length ? "tool_use" : "end_turn",
    stop_sequence: null,
    usage: { input_tokens: 100, output_tokens: 20 },
  }
}

/** Writes an answer the way the request asked for it: as one JSON body, or as server-sent events. */
export function send(res, message, { stream, model }) {
  const full = { ...message, model }
  if (!stream) return json(res, 200, full)
  res.writeHead(200, { "content-type": "text/event-stream", "request-id": id("req") })
  const emit = (type, data) => res.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`)
  emit("message_start", { message: { ...full, content: [], stop_reason: null } })
  for (const [index, block] of full.content.entries()) {
    const [empty, delta] =
      block.type === "text"
        ? [
            { type: "text", text: "" },
            { type: "text_delta", text: block.text },
          ]
        : [
            { ...block, input: {} },
            { type: "input_json_delta", partial_json: JSON.stringify(block.input) },
          ]
    emit("content_block_start", { index, content_block: empty })
    emit("content_block_delta", { index, delta })
    emit("content_block_stop", { index })
  }
  emit("message_delta", { delta: { stop_reason: full.stop_reason, stop_sequence: null }, usage: full.usage })
  emit("message_stop", {})
  res.end()
}

export function sendError(res, { status, type, message }) {
  json(res, status, { type: "error", error: { type, message } })
}

export function json(res, status, value) {
  res.writeHead(status, { "content-type": "application/json", "request-id": id("req") })
  res.end(JSON.stringify(value))
}
