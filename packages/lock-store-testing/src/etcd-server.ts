import type { ChildProcess } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { findProgram } from "./find-program.ts"
import { freePort } from "./free-port.ts"
import { endProcess, type RealServer, startProcess } from "./server-process.ts"

export interface EtcdServer extends RealServer {
  readonly endpoint: string
}

/** Files for TLS; `ca` asks clients for a certificate that it has signed. */
export interface ServerTls {
  readonly cert: string
  readonly key: string
  readonly ca?: string
}

/** Etcd's program, or null when it is not installed. */
export const findEtcd = (): string | null => findProgram("etcd", ["/usr/local/bin", "/usr/sbin"])

/** Starts an etcd with one member. @param address where clients reach it */
export async function startEtcd(
  program: string,
  tls?: ServerTls,
  address = "127.0.0.1",
): Promise<EtcdServer> {
  const dir = mkdtempSync(join(tmpdir(), "router-gate-etcd-"))
  const port = await freePort()
  const peer = `http://127.0.0.1:${await freePort()}`
  const endpoint = `${tls ? "https" : "http"}://${address}:${port}`
  // biome-ignore format: an option and its value a line
  const args = [
    "--name", "test",
    "--data-dir", dir,
    "--listen-client-urls", endpoint,
    "--advertise-client-urls", endpoint,
    "--listen-peer-urls", peer,
    "--initial-advertise-peer-urls", peer,
    "--initial-cluster", `test=${peer}`,
    // No lease is shorter than 1.5 election timeouts: these let the tests use leases of a second.
    "--heartbeat-interval", "50",
    "--election-timeout", "500",
    "--logger", "zap",
    "--log-level", "info",
    ...(tls ? ["--cert-file", tls.cert, "--key-file", tls.key] : []),
    ...(tls?.ca ? ["--client-cert-auth", "--trusted-ca-file", tls.ca] : []),
  ]
  let child: ChildProcess
  const start = async (): Promise<void> => {
    child = await startProcess({
      program,
      args,
      options: { env: { PATH: process.env.PATH } }, // ETCD_… variables would speak against the arguments
      isReady: (output) => /serving (insecure )?client (traffic|requests)/.test(output),
    })
  }
  await start()
  return {
    endpoint,
    port,
    start,
    kill: () => endProcess(child, "SIGKILL"),
    signal: (signal) => void child.kill(signal),
    async stop() {
      await endProcess(child, "SIGKILL")
      rmSync(dir, { recursive: true, force: true })
    },
  }
}
