import { execFileSync } from "node:child_process"
import { chmodSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/** An authority, a server of it at loopback and a client of it: files in `dir`. Needs openssl. */
export function makeCertificates(dir: string) {
  const at = (name: string): string => join(dir, name)
  const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: dir, stdio: "pipe" })
  const days = ["-days", "2"]
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
  openssl(
    "req",
    "-x509",
    ...newKey,
    ...days,
    "-subj",
    "/CN=test authority",
    "-keyout",
    "ca.key",
    "-out",
    "ca.crt",
  )
  // Etcd's gateway is a client of its own server, and shows it the server's certificate.
  const usages = { server: "serverAuth,clientAuth", client: "clientAuth" }
  for (const [name, usage] of Object.entries(usages)) {
    writeFileSync(at(`${name}.ext`), `subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=${usage}\n`)
    openssl("req", ...newKey, "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`)
    const signing = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", `${name}.ext`]
    openssl("x509", "-req", "-in", `${name}.csr`, ...signing, ...days, "-out", `${name}.crt`)
    chmodSync(at(`${name}.key`), 0o600)
  }
  return {
    ca: at("ca.crt"),
    server: { cert: at("server.crt"), key: at("server.key") },
    client: { cert: at("client.crt"), key: at("client.key") },
  }
}
