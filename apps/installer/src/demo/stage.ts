import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  type HookRun,
  postToolUse,
  preToolUse,
  runHookExecutable,
  stop,
} from "@router-gate/hook-runtime/testing"
import { type StandIn, startStandIn } from "./stand-in.ts"

export type SessionName = "A" | "B"

/** A session as the hook sees it: an id, a client's process, and the events that the client would send. */
export interface DemoSession {
  pid: number
  /** Asks the hook before a call, as the client does; a call that nobody objects to is then made, and told of. */
  calls(tool: string, input: Record<string, unknown>, effect?: () => void): Promise<HookRun>
  stops(): Promise<HookRun>
  dies(): Promise<void>
}

/** A workspace, a home and two sessions of their own, all in one temporary folder. */
export interface Stage {
  workspace: string
  sessions: Record<SessionName, DemoSession>
  /** Takes everything away again. */
  close(): Promise<void>
}

/** Opens a stage for a hook's executable. Nothing of the user's environment but PATH gets into it. */
export async function openStage(executable: string, execPath: string): Promise<Stage> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-demo-")))
  const [home, workspace] = [join(root, "home"), join(root, "shop")]
  const configDir = join(home, ".claude")
  const standIns: StandIn[] = []
  const close = async (): Promise<void> => {
    await Promise.all(standIns.map((one) => one.dies()))
    rmSync(root, { recursive: true, force: true, maxRetries: 5 })
  }
  const enter = async (name: SessionName): Promise<DemoSession> => {
    const client = await startStandIn(execPath)
    standIns.push(client)
    const who = {
      session_id: `session ${name}`,
      cwd: workspace,
      transcript_path: join(home, `${name}.jsonl`),
    }
    const env = {
      HOME: home,
      USERPROFILE: home,
      CLAUDE_CONFIG_DIR: configDir,
      CLAUDE_PROJECT_DIR: workspace,
      CLAUDE_PID: String(client.pid),
    }
    const hear = (payload: object): Promise<HookRun> =>
      runHookExecutable({ command: execPath, args: [executable], payload, cwd: workspace, env })
    return {
      pid: client.pid,
      dies: client.dies,
      stops: () => hear(stop(who)),
      async calls(tool_name, tool_input, effect) {
        const asked = await hear(preToolUse({ ...who, tool_name, tool_input }))
        if (asked.blocks) return asked
        effect?.()
        await hear(postToolUse({ ...who, tool_name, tool_input }))
        return asked
      },
    }
  }
  try {
    for (const folder of [configDir, join(workspace, ".git")]) mkdirSync(folder, { recursive: true })
    writeFileSync(join(workspace, ".git", "HEAD"), "ref: refs/heads/main\n")
    return { workspace, sessions: { A: await enter("A"), B: await enter("B") }, close }
  } catch (error) {
    await close()
    throw error
  }
}
