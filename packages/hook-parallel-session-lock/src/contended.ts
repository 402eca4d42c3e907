export { judgeShell } from "./contended/judge-shell.ts"
export { settle } from "./contended/settle.ts"
