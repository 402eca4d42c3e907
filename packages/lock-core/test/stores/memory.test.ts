import { memoryStore } from "../../src/stores/memory.ts"
import { testStore } from "../../src/testing/store-contract.ts"

testStore("memoryStore", () => ({ store: memoryStore() }))
