// Names the build in dist/start.cjs by the files that it starts, so that what V8 compiled of others is never looked at.
import { createHash } from "node:crypto"
import { readFileSync, writeFileSync } from "node:fs"

const dist = (name) => new URL(`dist/${name}`, import.meta.url)
const hash = createHash("sha256")
for (const name of ["hook.cjs", "contended.cjs", "rarely.cjs", "shared.cjs", "remote.cjs"])
  hash.update(readFileSync(dist(name)))

const start = readFileSync(dist("start.cjs"), "utf8")
if (start.split("%BUILD%").length !== 2) throw new Error("dist/start.cjs has no place for the build's name")
writeFileSync(dist("start.cjs"), start.replace("%BUILD%", hash.digest("hex").slice(0, 16)))
