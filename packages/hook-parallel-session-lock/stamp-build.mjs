// Names the build in dist/start.cjs by the files that it starts, so that what V8 compiled of others is never looked at.
import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"
import { executableFiles } from "./dist/index.js"

const dist = (name) => new URL(`dist/${name}`, import.meta.url)
const [entry, ...others] = executableFiles
const hash = createHash("sha256")
for (const name of others) hash.update(readFileSync(dist(name)))

const text = readFileSync(dist(entry), "utf8")
if (text.split("%BUILD%").length !== 2) throw new Error(`dist/${entry} has no place for the build's name`)
writeFileSync(dist(entry), text.replace("%BUILD%", hash.digest("hex").slice(0, 16)))
