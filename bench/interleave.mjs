import { spawnSync } from "node:child_process"

/**
 * Times whole processes in turn, A B C A B C …, in a new random order each round, so that a machine whose speed drifts
 * is equally unfair to all of them. Figures are ratios to the baseline of the same round.
 *
 * @param {{ name: string, command: string, args: string[], input?: string, env?: Record<string, string>, before?: () => void }[]} cases
 * @param {{ rounds: number, baseline: string }} options
 */
export function interleave(cases, { rounds, baseline }) {
  const times = new Map(cases.map(({ name }) => [name, []]))
  for (let round = -2; round < rounds; round++) {
    const order = cases.map((value) => [Math.random(), value]).sort(([a], [b]) => a - b)
    const ms = new Map(order.map(([, one]) => [one.name, time(one)]))
    if (round < 0) continue // caches are cold
    for (const [name, value] of ms) times.get(name).push({ ms: value, ratio: value / ms.get(baseline) })
  }
  return cases.map(({ name }) => {
    const runs = times.get(name)
    return {
      name,
      medianMs: quantile(runs, "ms", 0.5),
      p10Ms: quantile(runs, "ms", 0.1),
      p90Ms: quantile(runs, "ms", 0.9),
      ratio: quantile(runs, "ratio", 0.5),
    }
  })
}

function time({ command, args, input = "", env, before }) {
  before?.()
  const startedAt = process.hrtime.bigint()
  const { status, error, stderr } = spawnSync(command, args, {
    input,
    env: { PATH: process.env.PATH, ...env },
  })
  const ms = Number(process.hrtime.bigint() - startedAt) / 1e6
  if (error || status !== 0) throw error ?? new Error(`${command} ${args.join(" ")} failed: ${stderr}`)
  return ms
}

function quantile(runs, field, q) {
  const sorted = runs.map((run) => run[field]).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))]
}

export function printTable(rows) {
  console.log(`${"".padEnd(44)}   ratio   median ms (p10–p90)`)
  for (const { name, ratio, medianMs, p10Ms, p90Ms } of rows) {
    const span = `${medianMs.toFixed(1)} (${p10Ms.toFixed(1)}–${p90Ms.toFixed(1)})`
    console.log(`${name.padEnd(44)} ${ratio.toFixed(2).padStart(7)}   ${span}`)
  }
}
