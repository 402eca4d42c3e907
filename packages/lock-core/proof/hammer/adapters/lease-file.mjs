/** What the control adapters keep in a file: who, and until when on the boot's clock. */
export function readLease(path, fs) {
  try {
    return JSON.parse(fs.readFileSync(path, "utf8"))
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return null
    throw error
  }
}

export function nowMs() {
  return Number(process.hrtime.bigint()) / 1e6
}
