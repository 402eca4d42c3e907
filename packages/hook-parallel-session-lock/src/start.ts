import { accessSync, constants, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { Script } from "node:vm"

/**
 * Starts the executable with what V8 compiled of it before, which halves what it costs. What is compiled lies beside it,
 * for each version of V8, its flags and each build; V8 itself refuses what is not its own, and then compiles as ever. It is
 * written when there is none that V8 takes, and added to when the first argument is `--learn`.
 */
const isLearning = process.argv[2] === "--learn"
if (isLearning) process.argv.splice(2, 1)

interface Compiled {
  readonly script: Script
  readonly keptAt: string
}

/** The build puts the hash of the files beside this one here (stamp-build.mjs): nothing has to be asked of the disk. */
const BUILD = "%BUILD%"
// What was compiled under other flags V8 refuses by itself: they need not be told apart for certain, only kept apart.
const key = `-${process.versions.v8}-${process.arch}-${BUILD}-${`${process.execArgv}`.length}`
const learned: Compiled[] = []
const modules: Record<string, unknown> = {}

/** Stands in for `require` in the executable's own files, of which each asks for the same few again. */
function load(id: string): unknown {
  modules[id] ??= id.startsWith("./") ? run(id.slice(1)) : require(id)
  return modules[id]
}

function run(name: string): unknown {
  const path = __dirname + name
  const keptAt = `${__dirname}/compiled${name}${key}`
  let cachedData: Buffer | undefined
  try {
    cachedData = intact(readFileSync(keptAt))
  } catch {
    // It is only slower without.
  }
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(path, "utf8")}\n})`
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) })
  if (isLearning || !cachedData || script.cachedDataRejected) learn({ script, keptAt })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, load, module, path, __dirname)
  return module.exports
}

/** V8 looks at no more than the head of what it is given and crashes on damage in the rest: so it is there twice. */
function intact(kept: Buffer): Buffer | undefined {
  const one = kept.subarray(0, kept.length / 2)
  return one.equals(kept.subarray(one.length)) ? one : undefined
}

function learn(compiled: Compiled): void {
  if (learned.push(compiled) > 1) return
  const ending = process as { reallyExit?: (code?: number) => never }
  const { reallyExit } = ending
  // However the process is ended: what runs here does not wait for listeners.
  ending.reallyExit = (code) => {
    try {
      for (const each of learned) keep(each)
    } catch {
      // A folder that cannot be written, or a disk that is full: it is only slower without.
    }
    return reallyExit?.call(process, code) as never
  }
}

/** Written aside and renamed: other sessions read meanwhile. */
function keep({ script, keptAt }: Compiled): void {
  const folder = `${__dirname}/compiled`
  mkdirSync(folder, { recursive: true })
  accessSync(folder, constants.W_OK)
  const aside = `${keptAt}.${process.pid}`
  const data = script.createCachedData()
  try {
    writeFileSync(aside, Buffer.concat([data, data]))
    renameSync(aside, keptAt)
  } catch (error) {
    rmSync(aside, { force: true })
    throw error
  }
}

load("./hook.cjs")
