import type { LockStore } from "../store.ts"

/**
 * A store whose operations wait for each other, so that what was changed first has been heard of first. A schedule
 * decides by the order of answers; a real server's may overtake each other.
 */
export function oneAtATime(store: LockStore): LockStore {
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(run: () => T | PromiseLike<T>): Promise<T> {
    const mine = last.then(run)
    last = mine.then(
      () => {},
      () => {},
    )
    return mine
  }
  return {
    readLock: (key) => inTurn(() => store.readLock(key)),
    writeLock: (key, next, expectedVersion) => inTurn(() => store.writeLock(key, next, expectedVersion)),
    deleteLock: (key, expectedVersion) => inTurn(() => store.deleteLock(key, expectedVersion)),
  }
}
