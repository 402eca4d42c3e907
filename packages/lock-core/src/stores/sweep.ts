import { except, type StoreFs } from "./store-fs.ts"

/** Well past the life of any process that may still be using what it left lying about. */
const ABANDONED_AFTER_MS = 60 * 60 * 1000

/** Removes what processes killed half-way left beside a lock: directories made aside, records not yet in place. */
export function sweepAbandoned(dir: string, prefix: string, wallMs: number, fs: StoreFs): void {
  for (const name of fs.readdirSync(dir)) {
    if (!name.startsWith(prefix) || !/\.init-[0-9a-z]+$|\.tmp$/.test(name)) continue
    const path = `${dir}/${name}`
    const stat = except(["ENOENT"], null, () => fs.lstatSync(path))
    if (!stat || Math.abs(wallMs - stat.mtimeMs) < ABANDONED_AFTER_MS) continue
    if (stat.isDirectory()) removeDirectory(path, fs)
    else except(["ENOENT"], undefined, () => fs.unlinkSync(path))
  }
}

/** Removes a directory and the files in it. Missing is as good as removed. */
export function removeDirectory(path: string, fs: StoreFs): void {
  for (const name of except(["ENOENT"], [], () => fs.readdirSync(path))) {
    except(["ENOENT"], undefined, () => fs.unlinkSync(`${path}/${name}`))
  }
  except(["ENOENT"], undefined, () => fs.rmdirSync(path))
}
