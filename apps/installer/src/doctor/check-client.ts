import type { Scope } from "../scope.ts"
import type { ClientFacts, ClientFeature } from "./find-client.ts"
import { type Finding, finding } from "./finding.ts"

/** Says where the client that is found is too old for what is registered. */
export function checkClient(
  client: ClientFacts | null,
  registered: readonly Scope[],
  platform: string,
): Finding[] {
  if (!client) return []
  const needed: [ClientFeature, boolean][] = [
    ["settings with events that it does not know", registered.length > 0],
    ["hook commands without a shell", registered.length > 0 && platform === "win32"],
    ["settings of the machine in parts", registered.includes("managed")],
  ]
  return needed.flatMap(([feature, isNeeded]) => {
    const known = client.supports.find((one) => one.feature === feature)
    if (!isNeeded || !known || known.has) return []
    const sentence = `the client here is ${client.version}, without ${feature} (since ${known.since}), and so does not run the gate`
    return [finding("CLIENT_TOO_OLD", "wrong", sentence, { path: client.path })]
  })
}
