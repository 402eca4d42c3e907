export { judgeShell } from "./contended/judge-shell.ts"
export { settle } from "./contended/settle.ts"
export { openJournal } from "./rarely/open-journal.ts"
