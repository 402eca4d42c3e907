// One operation in a process of its own, as a hook does it. Prints the token if it was granted one.
import { randomFrom } from "../lib/random.mjs"
import { chaosFs } from "./chaos-fs.mjs"
import { dieWith, witnessed } from "./contender.mjs"
import { openJournal } from "./journal.mjs"

const config = JSON.parse(process.argv[2])
const { key, operation, token } = config
const write = openJournal(config.journal)
const fs = chaosFs({ ...config, random: randomFrom(config.seed), die: dieWith(write, config) })
const { adapter } = await import(new URL(`./adapters/${config.adapter}.mjs`, import.meta.url).href)
const warn = (error) => write("W", key, config.party, error?.code ?? error?.name)
const { grant, release, failed } = witnessed(await adapter({ ...config, fs, warn }), { ...config, write })
try {
  if (operation === "release") await release(key, token)
  else {
    const granted = await grant(key, operation, token)
    if (granted === null && operation === "acquire") write("B", key, config.party, 1)
    console.log(granted ?? "-")
  }
} catch (error) {
  failed(key, error)
}
