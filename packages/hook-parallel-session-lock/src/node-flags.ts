/**
 * Flags that spare Node a sixth of its start, for a process that lives for milliseconds. Node 20 to 26 know all of them; one
 * that does not know one of them ends with status 9, so whoever uses them has to have seen that very Node take them.
 */
export const nodeFlags: readonly string[] = [
  // Strings keep the hashes that they have in V8's snapshot. Their seed guards servers against keys that are made to
  // collide; who writes a hook's events can as well make them long.
  "--no-rehash-snapshot",
  // Nothing is run so often that compiling it to machine code is repaid.
  "--no-sparkplug",
  "--regexp-interpret-all",
  // It has nothing to do for threads, each of which takes time to start.
  "--v8-pool-size=1",
  // The executable is where it is said to be, and needs nothing that lies anywhere else.
  "--preserve-symlinks-main",
  "--no-global-search-paths",
]
