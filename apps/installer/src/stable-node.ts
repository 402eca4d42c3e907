/**
 * Maps the running Node to a path that outlives its next upgrade, where one is known.
 *
 * Homebrew's Cellar folders and fnm's per-shell folders vanish; the names that point at them do not. Anything else
 * (nvm, mise, a system package) is recorded as it is: the launcher looks further when it is gone.
 */
export function stableNode(execPath: string, exists: (path: string) => boolean): string {
  return candidates(execPath).find(exists) ?? execPath
}

function candidates(execPath: string): string[] {
  const cellar = /^(.+)\/Cellar\/([^/]+)\/[^/]+\/bin\/node$/.exec(execPath)
  // A versioned formula (node@22) is not linked into bin, but always into opt.
  if (cellar)
    return cellar[2] === "node" ? [`${cellar[1]}/bin/node`] : [`${cellar[1]}/opt/${cellar[2]}/bin/node`]
  const fnm = /^(.+)\/node-versions\/[^/]+\/installation\/bin\/node$/.exec(execPath)
  if (fnm) return [`${fnm[1]}/aliases/default/bin/node`]
  const multishell = /^(.+)\/\.local\/state\/fnm_multishells\/[^/]+\/bin\/node$/.exec(execPath)
  if (multishell) return [`${multishell[1]}/.local/share/fnm/aliases/default/bin/node`]
  return []
}
