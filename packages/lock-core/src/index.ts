export { type BootProbes, isSameBoot, nameBoot } from "./boot.ts"
export { inspect, type LockView } from "./inspect.ts"
export { type Instant, systemInstant } from "./instant.ts"
export { isCurrent } from "./is-current.ts"
export { type CallInFlight, IN_FLIGHT_CAP_MS, TOOL_MARGIN_MS } from "./lease.ts"
export {
  ancestorsOf,
  type InspectedProcess,
  identifyProcess,
  isAncestorProcess,
  isSameProcess,
  judgeLiveness,
  type Liveness,
  type ProcessIdentity,
  type ProcessProbes,
  processOf,
} from "./liveness.ts"
export { type Circumstances, type Claim, type Plan, planAcquire, planRefresh, planRelease } from "./plan.ts"
export { type ProbeSources, systemProbes } from "./probes.ts"
export { acquire, refresh, release } from "./protocol.ts"
export {
  formatRecord,
  LOCK_DEFAULT_TTL_MS,
  type LockDetails,
  type LockRecord,
  parseRecord,
  wallExpiryOf,
} from "./record.ts"
export { type Relation, relate } from "./relation.ts"
export type { AcquireResult, Held, RefreshResult, ReleaseResult } from "./results.ts"
export { heldUntil, isExpired, type Staleness, staleness } from "./stale.ts"
export {
  type LockIo,
  type LockStore,
  LockStoreError,
  type LockStoreErrorCode,
  type StoredLock,
} from "./store.ts"
export { systemIo } from "./system-io.ts"
export { computeWorkspaceHash, sessionLabel } from "./workspace.ts"
export { workspaceId } from "./workspace-id.ts"
