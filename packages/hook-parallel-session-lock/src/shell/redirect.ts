import type { Redirect, Redirection } from "unbash"
import { type Argument, exactText } from "./argument.ts"
import { argumentsOf, walkParts, walkWord } from "./expression.ts"
import { changes, unknown } from "./outcome.ts"
import { isTemporary } from "./temporary.ts"
import { note, type Walk } from "./walk.ts"

/** Judges redirections, here-documents included. */
export function walkRedirects(walk: Walk, redirects: readonly Redirection[]): void {
  for (const redirect of redirects) {
    if (redirect.descriptor?.type === "FileDescriptorVariable")
      note(walk, unknown(`{${redirect.descriptor.name}}>`))
    switch (redirect.type) {
      case "Redirect":
        walkRedirect(walk, redirect)
        break
      case "HereString":
        if (redirect.target) walkWord(walk, redirect.target)
        else note(walk, unknown("<<<"))
        break
      case "HereDoc":
        walkParts(walk, redirect.body.parts)
        // Shells do not agree on what ends one that is not closed.
        if (!redirect.closing || !redirect.delimiter) note(walk, unknown("<< without an end"))
        break
      default:
        note(walk, unknown("a redirection"))
    }
  }
}

function walkRedirect(walk: Walk, { operator, target, descriptor }: Redirect): void {
  if (!target) {
    note(walk, unknown(operator))
    return
  }
  walkWord(walk, target)
  const args = argumentsOf(walk, target)
  const [file] = args
  const text = args.length === 1 ? exactText(file) : null
  switch (operator) {
    case "<":
      // bash opens a connection for these.
      if (text !== null && /^\/dev\/(tcp|udp)\//.test(text)) {
        note(walk, unknown(`< ${text}`))
      }
      return
    // `2>&1-` moves a descriptor for bash, and writes a file named `1-` for zsh.
    case "<&":
      if (!/^(\d+|-)$/.test(text ?? "")) note(walk, unknown(`<& ${target.text}`))
      return
    case ">&":
      if (/^(\d+|-)$/.test(text ?? "")) return
      if (descriptor && text === null) {
        note(walk, unknown(`>& ${target.text}`, args))
        return
      }
      walkWrite(walk, operator, target.text, args)
      return
    case ">":
    case ">>":
    case ">|":
    case "<>":
    case "&>":
    case "&>>":
      walkWrite(walk, operator, target.text, args)
      return
    default:
      note(walk, unknown(operator))
      return
  }
}

function walkWrite(walk: Walk, operator: string, shown: string, args: readonly Argument[]): void {
  const [file] = args
  if (args.length === 1 && isNoFile(exactText(file), walk.at.tempDirs)) return
  note(walk, changes(`${operator} ${shown}`, args))
}

/** Whether writing there changes no file that anybody could miss. */
export function isNoFile(path: string | null, tempDirs: readonly string[] | undefined): boolean {
  if (path === null) return false
  return /^\/dev\/(null|stdout|stderr|tty|fd\/\d+)$/.test(path) || isTemporary(path, tempDirs ?? [])
}
