import { existsSync, statfsSync } from "node:fs"
import { dirname } from "node:path"

/** Names the file system that a folder is on, or would be; null where the system gives no names (Linux does). */
export function fileSystemOf(dir: string, platform: string): string | null {
  if (platform !== "linux") return null
  if (!existsSync(dir) && dirname(dir) !== dir) return fileSystemOf(dirname(dir), platform)
  const type = statfsSync(dir).type >>> 0
  return NAMES[type] ?? `0x${type.toString(16)}`
}

/** Magic numbers of statfs(2) on Linux. */
const NAMES: Readonly<Record<number, string>> = {
  61267: "ext4",
  1481003842: "xfs",
  2435016766: "btrfs",
  801189825: "zfs",
  16914836: "tmpfs",
  2035054128: "overlay",
  4076150800: "f2fs",
  1702057286: "FUSE",
  26985: "NFS",
  20859: "SMB",
  4283649346: "CIFS",
  4266872130: "SMB2",
  16914839: "9P",
}
