// Everything that one story needs, made for it alone and taken away after it.
import { mkdirSync, rmSync } from "node:fs"
import { startApi } from "./api.mjs"
import { Home } from "./home.mjs"
import { Model } from "./model.mjs"
import { Session } from "./session.mjs"
import { Tui } from "./tui.mjs"

export async function makeWorld({ bin, gate, root, keep = false }) {
  mkdirSync(root)
  const home = new Home(root)
  const api = await startApi()
  const started = []
  const start = (Kind, name, cwd, options) => {
    const session = new Kind({ bin, api, home, cwd, name, ...options })
    started.push(session)
    return session
  }
  return {
    bin,
    home,
    gate: {
      install: (...options) => gate.install(home, ...options),
      uninstall: () => gate.uninstall(home),
      /** The same gate as a plugin, from the repository's marketplace. */
      installPlugin: () => gate.installPlugin(home, bin),
    },
    workspace: (name, files) => home.workspace(name, files),
    /** Starts `claude -p` in `cwd`; its first request waits for the story. */
    session: (name, cwd, options) => start(Session, name, cwd, options),
    /** Starts the interactive client in `cwd`, with its first prompt already sent. */
    tui: (name, cwd, options) => start(Tui, name, cwd, options),
    /** The model of a conversation that the story does not start itself: a subagent, a nested client. */
    model: (name) => new Model(api.conversation(name)),
    started,
    async close() {
      for (const session of started) await session.killed("SIGKILL")
      await api.close()
      if (!keep) await remove(root)
    },
  }
}

// What a killed client has left running may still write for a moment.
async function remove(dir) {
  for (const until = Date.now() + 10_000; ; await new Promise((resolve) => setTimeout(resolve, 200)))
    try {
      return rmSync(dir, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== "ENOTEMPTY" || Date.now() > until) throw error
    }
}
