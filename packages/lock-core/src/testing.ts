export {
  lawful,
  type MakeShared,
  type OpenStore,
  type Setting,
  testInterleavings,
} from "./testing/interleavings.ts"
export { type Machine, NOON, simulateMachine } from "./testing/machine.ts"
export { oneAtATime } from "./testing/one-at-a-time.ts"
export {
  type MakeStore,
  type StoreUnderTest,
  testStore,
} from "./testing/store-contract.ts"
