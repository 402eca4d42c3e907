/** Nanoseconds on the boot's clock, which all processes share; exact for a hundred days after the boot. */
export const nowNs = () => Number(process.hrtime.bigint())

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Stops the whole process for a while, as a scheduler or a slow disk would. */
export function stall(ms) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}
