/**
 * Names a branch of a repository for every host that works on it: `github.com/acme/app#main`. The remote may be written
 * as a URL (https, ssh, git) or as scp does (`git@github.com:acme/app.git`); user, password, the scheme's own port and
 * `.git` are dropped, the host is put in lower case. Null where there is nothing that another host could name likewise:
 * a path of this machine, no branch, no repository.
 */
export function workspaceId(remoteUrl: string, branch: string): string | null {
  const remote = parseRemote(remoteUrl.trim())
  if (!remote || !branch || /[\s\0]/.test(branch)) return null
  const path = remote.path.replace(/^\/+|\/+$/g, "").replace(/(?<=[^/])\.git$/, "")
  if (!path || path.split("/").some((part) => part === "" || part === "." || part === "..")) return null
  return `${remote.host.toLowerCase()}/${path}#${branch}`
}

/** One repository has one name whether it is reached by https or by ssh; a port of one's own is part of the name. */
const USUAL_PORTS: Record<string, string> = { https: "443", http: "80", ssh: "22", git: "9418" }

function parseRemote(remote: string): { host: string; path: string } | null {
  const url = /^(?:git\+)?([a-z]+):\/\/(?:[^/]*@)?(\[[0-9a-fA-F:.]+\]|[^/:@\s]+)(?::(\d*))?\/([^?#\s]*)/.exec(
    remote,
  )
  if (url) {
    const [, scheme = "", host = "", port, path = ""] = url
    if (!(scheme in USUAL_PORTS)) return null
    return { host: port && port !== USUAL_PORTS[scheme] ? `${host}:${port}` : host, path: decoded(path) }
  }
  // scp's form: a colon before the first slash. One letter before it is a drive of Windows, not a host.
  const scp = /^(?:[^@/\s]+@)?(\[[0-9a-fA-F:.]+\]|[^:/@\s]{2,}):(?!\/\/)([^\s]+)$/.exec(remote)
  return scp ? { host: scp[1] as string, path: scp[2] as string } : null
}

/** `%7E` and `~` are one name; what is no valid escape stands for itself. */
function decoded(path: string): string {
  return path.replace(/(?:%[0-9a-fA-F]{2})+/g, (escaped) => {
    const text = Buffer.from(escaped.replaceAll("%", ""), "hex").toString("utf8")
    return /[\s\0#/\ufffd]/.test(text) ? escaped : text
  })
}
