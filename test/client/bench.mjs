// `pnpm bench:client [--client VERSION] [--rounds 40]`
import { parseArgs } from "node:util"
import { printCost } from "./cost.mjs"
import { installClient, NEWEST_TESTED } from "./install-client.mjs"

const { values: options } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"), // pnpm passes the separator on
  options: {
    client: { type: "string", default: NEWEST_TESTED },
    rounds: { type: "string", default: "40" },
  },
})
const bin = installClient(options.client, { log: console.log })
await printCost({ bin, client: options.client, rounds: Number(options.rounds) })
