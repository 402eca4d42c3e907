import { type ChildProcess, execFileSync } from "node:child_process"
import { appendFileSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { findProgram, postgresDirs } from "./find-program.ts"
import { freePort } from "./free-port.ts"
import { endProcess, type RealServer, startProcess } from "./server-process.ts"

export interface PostgresServer extends RealServer {
  readonly user: string
  readonly password: string
  /** The address without the password. */
  readonly url: string
}

/** The directory of PostgreSQL's programs, or null when the server is not installed. */
export function findPostgres(): string | null {
  const program = [...postgresDirs().map((dir) => findProgram("initdb", [dir])), findProgram("initdb")].find(
    Boolean,
  )
  return program ? dirname(program) : null
}

/** Starts a PostgreSQL with a new data directory. @param address where clients reach it */
export async function startPostgres(programs: string, address = "127.0.0.1"): Promise<PostgresServer> {
  const dir = mkdtempSync(join(tmpdir(), "router-gate-postgres-"))
  const [user, password] = ["gate", "p@ss/word:1"]
  const passwordFile = join(dir, "password")
  writeFileSync(passwordFile, password, { mode: 0o600 })
  const account = unprivilegedAccount()
  if (account) for (const path of [dir, passwordFile]) chownSync(path, account.uid, account.gid)
  const options = { ...account, env: { PATH: process.env.PATH, LC_ALL: "C" }, cwd: dir }
  const data = join(dir, "data")
  execFileSync(
    join(programs, "initdb"),
    ["-D", data, "-U", user, "--auth=scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8", "--no-sync"],
    { ...options, stdio: ["ignore", "pipe", "pipe"] },
  )
  // Who comes from a network that the server is in; as it is made, it lets in loopback alone.
  appendFileSync(join(data, "pg_hba.conf"), "host all all samenet scram-sha-256\n")
  const port = await freePort()
  const settings = [
    `listen_addresses=${address}`,
    `port=${port}`,
    "unix_socket_directories=",
    "fsync=off", // a killed process loses nothing that it gave to the kernel; only a power cut would
    "max_connections=60",
    "shared_buffers=16MB",
  ]
  const args = ["-D", data, ...settings.flatMap((setting) => ["-c", setting])]
  const isReady = (output: string): boolean => output.includes("ready to accept connections")
  let child: ChildProcess
  /** Processes of a killed server take a moment to notice, and a new one does not start beside them. */
  const start = async (attempts = 40): Promise<void> => {
    try {
      child = await startProcess({ program: join(programs, "postgres"), args, options, isReady })
    } catch (error) {
      if (attempts === 0) throw error
      await new Promise((resolve) => setTimeout(resolve, 250))
      return start(attempts - 1)
    }
  }
  await start()
  return {
    user,
    password,
    url: `postgres://${user}@${address}:${port}/postgres`,
    port,
    start: () => start(),
    kill: () => endProcess(child, "SIGKILL"),
    signal: (signal) => void child.kill(signal),
    async stop() {
      await endProcess(child, "SIGQUIT")
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
    },
  }
}

/** PostgreSQL refuses to be run by root: its own account then, or nobody's. */
function unprivilegedAccount(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"))
  for (const name of ["postgres", "nobody"]) {
    const account = accounts.find((fields) => fields[0] === name)
    if (account) return { uid: Number(account[2]), gid: Number(account[3]) }
  }
  throw new Error("PostgreSQL does not run as root, and there is neither an account postgres nor nobody")
}
