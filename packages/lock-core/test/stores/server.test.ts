import { testStore } from "../../src/testing/store-contract.ts"
import { serverStore } from "../server-store.ts"

testStore("a store with a clock of its own", (machine) => ({
  store: serverStore(machine.elapsedMs),
  ownClock: true,
}))
