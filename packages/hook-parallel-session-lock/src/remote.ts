export { openStore } from "./remote/open-store.ts"
