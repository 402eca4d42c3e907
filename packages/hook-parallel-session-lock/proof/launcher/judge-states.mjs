/** The succession of a lock's names, and what is wrong with it. Every change must be one rename by somebody who may. */
export function judgeStates(events, clients, wrong) {
  const present = new Set()
  const states = []
  for (const { at, name } of events) {
    if (present.delete(name)) continue
    if (present.size > 0) wrong("two states at once", { names: [...present, name] })
    present.add(name)
    const state = { at, ...parse(name) }
    const before = states.at(-1)
    if (before) judgeStep(before, state, clients, wrong)
    states.push(state)
  }
  return states
}

function judgeStep(before, state, clients, wrong) {
  const names = [before.name, state.name]
  if (state.generation <= before.generation) wrong("a generation went back", { names })
  if (state.token < before.token) wrong("a token went back", { names })
  const isNewHolder = state.isHeld && (!before.isHeld || state.holder !== before.holder)
  if (isNewHolder && state.token === before.token) wrong("a token for two holders", { names })
  if (!isNewHolder || !before.isHeld) return
  // That it happened is told a little later, so this forgives a little, and never accuses wrongly.
  const isOver = before.expiresAt <= state.at
  const isDead = clients.get(before.session)?.diesAt < state.at
  if (!isOver && !isDead) wrong("a binding lease was taken", { names })
}

function parse(name) {
  const [, generation, held, token, session, pid, , , , expiry, , , nonce] = name.split(".")
  return {
    name,
    generation: Number(generation),
    isHeld: held === "h",
    token: Number.parseInt(token, 36),
    session,
    holder: `${session}.${pid}`,
    expiresAt: (Number(expiry) - 1) * 1e6,
    nonce,
  }
}
