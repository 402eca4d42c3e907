import { LockStoreError } from "../store.ts"
import { errnoOf, type StoreFs } from "./store-fs.ts"

/**
 * File systems whose server may carry out a rename on the open file instead of the name, so that two callers both
 * succeed. Magic numbers of statfs(2) on Linux.
 */
const RENAMES_BY_HANDLE: Readonly<Record<number, string>> = {
  20859: "SMB",
  4283649346: "CIFS", // 0xff534d42
  4266872130: "SMB2", // 0xfe534d42
  16914839: "9P (for instance a Windows drive seen from WSL)",
}

/**
 * Refuses a directory on which a rename is not a compare-and-swap.
 * @throws LockStoreError `UNSUPPORTED`
 */
export function refuseUnsafeFileSystem(
  dir: string,
  platform: NodeJS.Platform,
  fs: Pick<StoreFs, "statfsSync">,
): void {
  if (platform !== "linux") return
  let type: number
  try {
    type = fs.statfsSync(dir).type >>> 0
  } catch (error) {
    if (errnoOf(error) === undefined) throw error
    return // whatever is wrong with the directory, the call that needs it will say so
  }
  const name = RENAMES_BY_HANDLE[type]
  if (name === undefined) return
  throw new LockStoreError(
    "UNSUPPORTED",
    `locks cannot be kept on a ${name} file system: a rename there is not atomic`,
    {
      path: dir,
    },
  )
}
