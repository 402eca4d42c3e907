// The story's side of one conversation: it plays the model. `does` makes tool calls and returns what the
// client sent back; until the next `does` or `says` the client waits, with its turn open.
export class Model {
  /** Everything that reached this model besides tool results: prompts, and what hooks added. */
  added = []

  constructor(conversation) {
    this.conversation = conversation
  }

  /** Waits until the client asks this model for something, and leaves it waiting. */
  async hears() {
    const request = await this.conversation.heard()
    // One client goes through several session ids, for instance by /clear.
    this.id = request.session ?? this.id
    if (request.added && this.added.at(-1) !== request.added) this.added.push(request.added)
    return request
  }

  /** Makes one tool call; resolves to its result `{ failed, text }` when the client reports it. */
  async does(call) {
    const [result] = await this.doesAll([call])
    return result
  }

  /** Makes several tool calls in one message; results in the order of the calls. */
  async doesAll(calls) {
    const ids = await this.begins(...calls)
    const { results } = await this.hears()
    return ids.map((id) => results.find((result) => result.id === id))
  }

  /** Makes tool calls and does not wait for their results. */
  async begins(...calls) {
    await this.hears()
    return this.conversation.answer({ calls })
  }

  /** Ends the turn with a text. */
  async says(text) {
    await this.hears()
    await this.conversation.answer({ text })
  }

  /** Ends the turn with an API error, of the kind that does not make the client wait and retry. */
  async breaks() {
    await this.hears()
    await this.conversation.fail({ status: 400, type: "invalid_request_error", message: "a broken answer" })
  }
}
