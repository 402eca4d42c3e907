import { accessSync, constants, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs"
import { Script } from "node:vm"

/**
 * Starts the executable with what V8 compiled of it before, which halves what it costs. What is compiled lies beside it,
 * for each version of V8 and each build; V8 itself refuses what is not its own, and then compiles as ever. It is written
 * when there is none that V8 takes, and added to when the first argument is `--learn`.
 */
const isLearning = process.argv[2] === "--learn"
if (isLearning) process.argv.splice(2, 1)

interface Loaded {
  readonly script: Script
  readonly cachePath: string
}

const learned: Loaded[] = []
const modules = new Map<string, unknown>()

/** Stands in for `require` in the executable's own files. */
function load(id: string): unknown {
  if (!id.startsWith("./")) return require(id)
  if (!modules.has(id)) modules.set(id, run(`${__dirname}${id.slice(1)}`))
  return modules.get(id)
}

function run(path: string): unknown {
  const { size, mtimeMs } = statSync(path)
  const build = [process.versions.v8, process.arch, size, Math.floor(mtimeMs)].join("-")
  const cachePath = `${__dirname}/compiled/${path.slice(__dirname.length + 1)}-${build}`
  const cachedData = orUndefined(() => readKept(cachePath))
  // The build writes nothing but ASCII, and V8 takes one byte a character as it is.
  const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(path, "latin1")}\n})`
  const script = new Script(source, { filename: path, ...(cachedData && { cachedData }) })
  if (isLearning || !cachedData || script.cachedDataRejected) learned.push({ script, cachePath })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, load, module, path, __dirname)
  return module.exports
}

process.on("exit", () => {
  for (const { script, cachePath } of learned) orUndefined(() => keep(cachePath, script))
})

/** V8 looks at no more than the head of what it is given and crashes on damage in the rest: so it is there twice. */
function readKept(path: string): Buffer | undefined {
  const both = readFileSync(path)
  const one = both.subarray(0, both.length / 2)
  return one.equals(both.subarray(one.length)) ? one : undefined
}

function keep(path: string, script: Script): void {
  const folder = `${__dirname}/compiled`
  mkdirSync(folder, { recursive: true })
  accessSync(folder, constants.W_OK)
  const aside = `${path}.${process.pid}`
  const data = script.createCachedData()
  writeFileSync(aside, Buffer.concat([data, data]))
  renameSync(aside, path)
}

/** Nothing of this may matter to the hook: without it, it is only slower. */
function orUndefined<T>(act: () => T): T | undefined {
  try {
    return act()
  } catch {
    return undefined
  }
}

load("./hook.cjs")
