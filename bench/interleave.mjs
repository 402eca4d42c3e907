import { Starter } from "./starter.mjs"

/**
 * Times whole processes in turn, A B C A B C …, in a new random order each round, so that a machine whose speed drifts
 * is equally unfair to all of them. Figures are ratios to the baseline of the same round, without what starting costs the
 * benchmark itself: a shell's builtin that does nothing, started as everything else is, is taken off.
 *
 * @typedef {{
 *   name: string, command: string, args: string[], input?: string, env?: Record<string, string>, cwd?: string,
 *   every?: number, before?: () => void, after?: (stdout: string) => void,
 * }} Case `every`: only in each so-manieth round, for what is slow. `before` and `after` are not timed.
 * @param {Case[]} cases
 * @param {{ rounds: number, baseline: string }} options
 */
export async function interleave(cases, { rounds, baseline }) {
  const nothing = { name: "", command: ":", args: [] }
  const starters = new Map()
  for (const one of [...cases, nothing]) starters.set(one, await Starter.of(one))
  const runs = new Map(cases.map(({ name }) => [name, []]))
  const idle = []
  try {
    for (let round = -2; round < rounds; round++) {
      const due = cases.filter(({ every = 1 }) => round % every === 0)
      const measured = new Map()
      for (const one of shuffled([...due, nothing]))
        measured.set(one.name, await measure(one, starters.get(one)))
      if (round < 0) continue // caches are cold
      idle.push(measured.get(nothing.name))
      for (const { name } of due) runs.get(name).push({ round, ...measured.get(name) })
    }
  } finally {
    for (const starter of starters.values()) starter.end()
  }
  const ownMs = quantile(idle, "ms", 0.5)
  for (const each of [...runs.values()].flat()) each.ms -= ownMs
  const baselines = new Map(runs.get(baseline).map(({ round, ms }) => [round, ms]))
  for (const each of [...runs.values()].flat()) each.ratio = each.ms / baselines.get(each.round)
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

async function measure({ command, args, before, after }, starter) {
  before?.()
  const { ms, cpuMs, status, stdout, stderr } = await starter.run()
  if (status !== 0) throw new Error(`${command} ${args.join(" ")} failed: ${stderr}`)
  after?.(stdout)
  return { ms, cpuMs }
}

function shuffled(cases) {
  const order = cases.map((one) => [Math.random(), one]).sort(([a], [b]) => a - b)
  return order.map(([, one]) => one)
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
