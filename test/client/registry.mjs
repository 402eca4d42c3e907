// A stand-in for npm's registry on loopback: it serves the packages that a folder holds as tarballs, and no others.
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { readdirSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"

/** Starts the registry; `url` is what npm is to be told. */
export async function startRegistry(folder) {
  const packages = readdirSync(folder).map((file) => {
    const bytes = readFileSync(join(folder, file))
    const args = ["-xzOf", join(folder, file), "package/package.json"]
    return { file, bytes, manifest: JSON.parse(execFileSync("tar", args, { encoding: "utf8" })) }
  })
  const server = createServer((req, res) => {
    const path = decodeURIComponent(req.url).slice(1)
    const tarball = packages.find(({ file }) => path === `tarballs/${file}`)
    if (tarball) return res.end(tarball.bytes)
    const found = packages.find(({ manifest }) => path === manifest.name)
    res.statusCode = found ? 200 : 404
    res.setHeader("content-type", "application/json")
    res.end(JSON.stringify(found ? packument(found, url) : {}))
  })
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = `http://127.0.0.1:${server.address().port}`
  return { url, close: () => new Promise((resolve) => server.close(resolve)) }
}

function packument({ file, bytes, manifest }, url) {
  const { name, version } = manifest
  const integrity = `sha512-${createHash("sha512").update(bytes).digest("base64")}`
  const dist = { tarball: `${url}/tarballs/${file}`, integrity }
  return { name, "dist-tags": { latest: version }, versions: { [version]: { ...manifest, dist } } }
}
