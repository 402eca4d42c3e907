/** Stores that must be found out, or the hammer is worth nothing. */
const spoilers = {
  /** Changes whatever is there by now. */
  unconditional: (store) => ({
    ...store,
    async writeLock(key, next) {
      return store.writeLock(key, next, (await store.readLock(key))?.version ?? null)
    },
  }),
  /** Leaves the end of a lease to the reader's own clocks. */
  "client-clocks": (store) => ({
    ...store,
    async readLock(key) {
      const { leftMs: _, ...stored } = (await store.readLock(key)) ?? {}
      return "version" in stored ? stored : null
    },
  }),
}

/** The store, or a spoilt one. `within` gives what the store itself gives. */
export function spoilt(control, store, limitMs) {
  const spoil = spoilers[control]
  return spoil ? { within: () => spoil(store.within(limitMs)) } : store
}
