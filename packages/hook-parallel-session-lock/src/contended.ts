export { settle } from "./contended/settle.ts"
export { touchedByCommand } from "./contended/touched-by-command.ts"
export { openJournal } from "./rarely/open-journal.ts"
