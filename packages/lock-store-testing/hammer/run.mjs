// What a store's `pnpm run proof` is: the hammer, with options from the command line, and the controls that must fail.
import { parseArgs } from "node:util"
import { hammer } from "./hammer.mjs"

/**
 * @param start starts a server: `{ server, place }`
 * @param settings of this store, over the hammer's own
 */
export async function prove({ name, adapter, start, settings }) {
  const { values } = parseArgs({
    options: {
      grants: { type: "string" },
      seconds: { type: "string" },
      workers: { type: "string" },
      controls: { type: "boolean" },
    },
  })
  const asked = Object.fromEntries(
    Object.entries(values)
      .filter(([option]) => option !== "controls")
      .map(([option, value]) => [option, Number(value)]),
  )
  let failed = false
  const runs = values.controls ? ["unconditional", "client-clocks"] : ["", "unconditional", "client-clocks"]
  for (const control of runs) {
    console.log(control ? `${name}, control: ${control}` : name)
    const { server, place } = await start()
    const limits = control ? { seconds: 30, grants: 3_000, killServerEveryMs: 0 } : asked
    const total = await hammer({ ...settings, ...limits, adapter, server, place, control })
    await server.stop()
    const { doubleGrants, tokensBack, ...counts } = total
    const isCaught = doubleGrants.length + tokensBack.length > 0
    console.log(
      `  ${JSON.stringify({ ...counts, doubleGrants: doubleGrants.length, tokensBack: tokensBack.length })}`,
    )
    for (const found of [...doubleGrants, ...tokensBack].slice(0, control ? 0 : 5))
      console.log("  ", JSON.stringify(found))
    if (isCaught === (control === "")) {
      failed = true
      console.log(control ? "  FAILED: the control was not caught" : "  FAILED")
    }
  }
  process.exit(failed ? 1 : 0)
}
