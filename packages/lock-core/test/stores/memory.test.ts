import { memoryStore } from "../../src/stores/memory.ts"
import { testStore } from "../store-contract.ts"

testStore("memoryStore", () => ({ store: memoryStore() }))
