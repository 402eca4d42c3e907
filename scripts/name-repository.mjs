// Writes into every public manifest where its source is. Provenance is refused without it, and a clone elsewhere has
// another answer, so it is asked of the release's own environment and never committed.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository } = process.env
if (!server || !repository) throw new Error("GITHUB_SERVER_URL and GITHUB_REPOSITORY say where the source is")

const root = fileURLToPath(new URL("..", import.meta.url))
for (const folder of ["packages", "apps"])
  for (const name of readdirSync(join(root, folder))) {
    const directory = `${folder}/${name}`
    const path = join(root, directory, "package.json")
    const manifest = JSON.parse(readFileSync(path, "utf8"))
    if (manifest.private) continue
    const url = `git+${server}/${repository}.git`
    writeFileSync(
      path,
      `${JSON.stringify({ ...manifest, repository: { type: "git", url, directory } }, null, 2)}\n`,
    )
    console.log(`${manifest.name}: ${url} ${directory}`)
  }
