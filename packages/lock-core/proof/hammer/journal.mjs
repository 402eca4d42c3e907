import { openSync, writeSync } from "node:fs"

/**
 * The journal is the only witness: one line per event, each appended by one write to a file opened for appending, so
 * that lines of many processes neither mix nor get lost. The judge goes by the times inside the lines, not their order.
 *
 *     G lock party token start end deadline kind   a grant: acquired, renewed or refreshed
 *     r lock party member token start              a release begins (it may never end: the process may be killed in it)
 *     R lock party member token start end freed    a release returned
 *     B lock party count                           refused so often since the last line
 *     X lock party code cause                      an operation threw
 *     W lock party code                            something went wrong beside the lock
 *     K party time cause                           a party is about to be killed
 *     k member time cause                          a helper of a party is; the party lives on
 */
export function openJournal(path) {
  const fd = openSync(path, "a", 0o600)
  return (...fields) => void writeSync(fd, `${fields.join(" ")}\n`)
}
