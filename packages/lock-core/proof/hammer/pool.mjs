import { spawn } from "node:child_process"
import { fileURLToPath } from "node:url"

const WORKER = fileURLToPath(new URL("./worker.mjs", import.meta.url))

/** Workers that end by themselves are broken; after so many of them the round is not worth going on with. */
const MAX_FAILURES = 20

/**
 * The processes of a round. A Node process takes far longer to start than the hammer lets it live, so the next ones
 * are started ahead and wait for their part: contention is as high as if they came up at once. All of them are ended
 * by their own handles only.
 */
export function processPool({ adapter, dist, standby, config }) {
  const children = new Set()
  const waiting = []
  let over = false
  let failures = 0

  function start(command, args, stdin, onExit) {
    const child = spawn(command, args, { stdio: [stdin, "ignore", "inherit"] })
    children.add(child)
    child.on("exit", (code) => {
      children.delete(child)
      if (code !== null && command === process.execPath && ++failures >= MAX_FAILURES) over = true
      if (!over) onExit()
    })
    return child
  }

  /** Starts one worker; it says nothing and waits until it is handed its part. */
  function prepare() {
    const worker = { child: null, onExit: null }
    worker.child = start(process.execPath, [WORKER, adapter, dist], "pipe", () => {
      const at = waiting.indexOf(worker)
      if (at >= 0) waiting.splice(at, 1)
      worker.onExit?.()
    })
    worker.child.stdin.on("error", () => {}) // it was killed before it could read
    waiting.push(worker)
  }

  /** Hands a part to the worker that has been waiting the longest. */
  function startWorker(part, onExit) {
    prepare()
    const worker = waiting.shift()
    worker.onExit = onExit
    worker.child.stdin.write(`${JSON.stringify({ ...config, ...part })}\n`)
    return worker.child
  }

  for (let count = 0; count < standby; count++) prepare()
  return {
    startWorker,
    // Ends with its input, and so with the hammer, whatever becomes of that.
    startAnchor: () => start("cat", [], "pipe", () => {}),
    isGone: (child) => child === null || child.exitCode !== null || child.signalCode !== null,
    isOver: () => over,
    async stop() {
      over = true
      while (children.size > 0) {
        for (const child of children) child.kill("SIGKILL")
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
      if (failures >= MAX_FAILURES) throw new Error(`${failures} workers ended by themselves`)
    },
  }
}
