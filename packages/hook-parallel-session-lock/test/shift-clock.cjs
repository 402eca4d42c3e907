// Loaded before the executable: this host's clock on the wall is wrong by CLOCK_OFF_MS. The monotonic one, which counts
// from its boot, goes as ever.
const { now } = Date
const off = Number(process.env.CLOCK_OFF_MS)

globalThis.Date = class extends Date {
  constructor(...args) {
    super(...(args.length > 0 ? args : [now() + off]))
  }

  static now() {
    return now() + off
  }
}
