import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"

/**
 * Times whole processes in turn, A B C A B C …, in a new random order each round, so that a machine whose speed drifts
 * is equally unfair to all of them. Figures are ratios to the baseline of the same round.
 *
 * @typedef {{
 *   name: string, command: string, args: string[], input?: string, env?: Record<string, string>, cwd?: string,
 *   every?: number, before?: () => void, after?: (stdout: string) => void,
 * }} Case `every`: only in each so-manieth round, for what is slow. `before` and `after` are not timed.
 * @param {Case[]} cases
 * @param {{ rounds: number, baseline: string }} options
 */
export async function interleave(cases, { rounds, baseline }) {
  const runs = new Map(cases.map(({ name }) => [name, []]))
  for (let round = -2; round < rounds; round++) {
    const due = cases.filter(({ every = 1 }) => round % every === 0)
    const order = due.map((value) => [Math.random(), value]).sort(([a], [b]) => a - b)
    const measured = new Map(order.map(([, one]) => [one.name, time(one)]))
    await new Promise(setImmediate) // a server that was started here waits for somebody to read what it logs
    if (round < 0) continue // caches are cold
    for (const [name, { ms, cpuMs }] of measured)
      runs.get(name).push({ ms, cpuMs, ratio: ms / measured.get(baseline).ms })
  }
  const baselineCpu = mean(runs.get(baseline), "cpuMs")
  return cases.map(({ name }) => {
    const own = runs.get(name)
    return {
      name,
      runs: own.length,
      ratio: quantile(own, "ratio", 0.5),
      medianMs: quantile(own, "ms", 0.5),
      p10Ms: quantile(own, "ms", 0.1),
      p90Ms: quantile(own, "ms", 0.9),
      cpuRatio: mean(own, "cpuMs") / baselineCpu,
    }
  })
}

function time({ command, args, input = "", env, cwd, before, after }) {
  before?.()
  const cpuBefore = childrenCpuMs()
  const startedAt = process.hrtime.bigint()
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    input,
    cwd,
    encoding: "utf8",
    // Nothing else is inherited: an environment can make Node's own start several times as long.
    env: { PATH: process.env.PATH, ...env },
  })
  const ms = Number(process.hrtime.bigint() - startedAt) / 1e6
  // A launcher that needs nothing of the event exits without having read it.
  const isFault = (error && error.code !== "EPIPE") || status !== 0
  if (isFault) throw error ?? new Error(`${command} ${args.join(" ")} failed: ${stderr}`)
  const cpuMs = childrenCpuMs() - cpuBefore
  after?.(stdout)
  return { ms, cpuMs }
}

/**
 * What this process's children have used of the processors so far, user and system: only Linux says. It counts in steps
 * of 10 ms, so one difference says little and the mean of many is right.
 */
function childrenCpuMs() {
  if (process.platform !== "linux") return Number.NaN
  const stat = readFileSync("/proc/self/stat", "latin1")
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  return (Number(fields[13]) + Number(fields[14])) * 10
}

const mean = (runs, field) => runs.reduce((sum, run) => sum + run[field], 0) / runs.length

function quantile(runs, field, q) {
  const sorted = runs.map((run) => run[field]).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
}

/** As a table for a terminal that also reads as Markdown. */
export function printTable(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length))
  console.log(`| ${"".padEnd(width)} | ratio | median ms (p10–p90)   | CPU  |`)
  console.log(`| ${"-".repeat(width)} | ----: | :-------------------- | ---: |`)
  for (const { name, ratio, medianMs, p10Ms, p90Ms, cpuRatio } of rows) {
    const span = `${medianMs.toFixed(1)} (${p10Ms.toFixed(1)}–${p90Ms.toFixed(1)})`
    const cpu = Number.isNaN(cpuRatio) ? "–" : cpuRatio.toFixed(2)
    console.log(
      `| ${name.padEnd(width)} | ${ratio.toFixed(2).padStart(5)} | ${span.padEnd(21)} | ${cpu.padStart(4)} |`,
    )
  }
}
