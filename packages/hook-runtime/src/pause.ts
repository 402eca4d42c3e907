/** Blocks this thread for a moment. A hook has nothing else to do, and a timer would keep the process alive. */
export function pause(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
