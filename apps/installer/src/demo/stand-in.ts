import { spawn } from "node:child_process"

/** A living process that stands for a client. It does nothing, and ends with whoever started it. */
export interface StandIn {
  pid: number
  /** As from SIGKILL: it cannot say goodbye. Resolves when it is gone. */
  dies(): Promise<void>
}

/** Starts one. */
export async function startStandIn(execPath: string): Promise<StandIn> {
  const child = spawn(execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] })
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()))
  await new Promise((resolve, reject) => child.once("spawn", resolve).once("error", reject))
  return {
    pid: child.pid as number,
    dies() {
      child.kill("SIGKILL")
      return gone
    },
  }
}
