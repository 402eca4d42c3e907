import { connect, createServer, type Socket } from "node:net"

/** How a proxy treats what passes through it. `stall`: silence. `drop`: connections break. */
export type ProxyMode = "pass" | "stall" | "stall answers" | "drop"

export interface StallingProxy {
  readonly port: number
  become(mode: ProxyMode): void
  close(): Promise<void>
}

/** A TCP proxy to a port of loopback that can behave like a network that is broken. */
export async function startProxy(port: number): Promise<StallingProxy> {
  let mode: ProxyMode = "pass"
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    if (mode === "drop") return client.resetAndDestroy()
    const upstream = connect(port, "127.0.0.1")
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", () => socket.destroy()) // a broken connection is what this is for
      socket.on("close", () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    client.on("data", (data) => {
      if (mode !== "stall") upstream.write(data) // what a silent network swallows never arrives
    })
    upstream.on("data", (data) => {
      if (mode === "pass") client.write(data)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const address = server.address()
  return {
    port: typeof address === "object" && address ? address.port : 0,
    become(next) {
      // What a stalled connection has swallowed does not come back: it is broken when the network is not.
      if (mode !== "pass" || next === "drop") for (const socket of sockets) socket.resetAndDestroy()
      mode = next
    },
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
