import { nowNs } from "../lib/time.mjs"

/** Session ids that several living processes use at once: twins, who must keep each other out all the same. */
const TWIN_RATE = 0.15

/** A party that is one process: it is the holder itself, and dies as one. `place` in 0..1 says which locks it plays on. */
export function loneSeat(name, place, run) {
  let incarnation = 0
  let child = null
  let party = ""
  const restart = () => {
    party = `${name}i${++incarnation}`
    const sessionId = run.random.chance(TWIN_RATE) ? "twin" : party
    child = run.startWorker({ place, member: party, party, sessionId }, restart)
  }
  restart()
  return {
    kill() {
      if (run.isGone(child)) return
      run.write("K", party, nowNs(), "outside")
      child.kill("SIGKILL")
    },
  }
}

/**
 * A party of several helper processes that share a session and a holder: an agent that none of them is. A helper's
 * death frees nothing; the agent's does, though helpers may outlive it for a moment. With `ownPid` the helpers record
 * themselves as holders instead, which is the mistake that the design warns of.
 */
export function groupSeat(name, place, run, { size, identify, ownPid }) {
  let incarnation = 0
  let anchor = null
  let party = ""
  let members = []

  function found() {
    party = `${name}i${++incarnation}`
    anchor = run.startAnchor()
    const holder = ownPid ? undefined : identify(anchor.pid)
    const who = { place, party, sessionId: party, isHelper: true, holder }
    members = Array.from({ length: size }, (_, index) => helper(who, index))
  }

  function helper(who, index) {
    const seat = { child: null, member: "", isOrphan: false }
    let life = 0
    const restart = () => {
      if (seat.isOrphan) return
      seat.member = `${who.party}m${index}l${++life}`
      seat.child = run.startWorker({ ...who, member: seat.member }, restart)
    }
    restart()
    return seat
  }

  function killHelper(seat) {
    if (run.isGone(seat.child)) return
    run.write("k", seat.member, nowNs(), "outside")
    seat.child.kill("SIGKILL")
  }

  /** The agent dies; its helpers find out a little later, as orphans do. */
  function killAgent() {
    run.write("K", party, nowNs(), "agent")
    anchor.kill("SIGKILL")
    for (const seat of members) {
      seat.isOrphan = true
      setTimeout(() => killHelper(seat), run.random.between(0, 40))
    }
    found()
  }

  found()
  return {
    kill: () => (run.random.chance(0.75) ? killHelper(members[run.random.below(size)]) : killAgent()),
  }
}
