import type { Finding } from "../doctor/finding.ts"
import type { Ink } from "../ink.ts"
import { printable } from "../printable.ts"
import type { DoctorResult } from "./doctor.ts"

/** Prints what the doctor found, what is wrong first. */
export function doctorText({ healthy, findings, timings, facts }: DoctorResult, ink: Ink): string {
  const sorted = [...findings].sort((a, b) => b.level.localeCompare(a.level))
  const lines = [
    ...factLines(facts),
    ...sorted.flatMap((one) => findingLines(one, ink)),
    ...timings.map(
      ({ hook, runs, p50_ms, p95_ms }) =>
        `${hook} answers in ${p50_ms} ms (p50), ${p95_ms} ms (p95), ${runs} runs`,
    ),
    healthy
      ? ink.green("Nothing is wrong.")
      : ink.red(`Wrong: ${findings.filter((one) => one.level === "wrong").length}`),
  ]
  return `${lines.join("\n")}\n`
}

function factLines({ client, node, clock, locks, store }: DoctorResult["facts"]): string[] {
  const lacks = client?.supports.filter((one) => !one.has) ?? []
  return [
    client ? `Client ${client.version}, ${client.path}` : "Client: none on the PATH",
    ...lacks.map(({ feature, since }) => `  without ${feature} (since ${since})`),
    ...(node ? [`Hooks run with Node ${node.version}, ${node.path}`] : []),
    `Leases in ${locks.dir}${locks.file_system ? ` (${locks.file_system})` : ""}, by ${
      clock.source === "boot" ? "the clock of this boot" : "the wall clock"
    }`,
    ...(store
      ? [`Leases of all hosts in ${store.type}, this workspace as ${printable(store.key ?? "nothing", 200)}`]
      : []),
  ]
}

function findingLines({ code, level, sentence, remedy, path, line, column }: Finding, ink: Ink): string[] {
  const where = path === undefined ? "" : line === undefined ? `${path}: ` : `${path}:${line}:${column}: `
  const title = level === "wrong" ? ink.red(code) : ink.yellow(code)
  return [`${title}  ${where}${sentence}.`, `  ${ink.dim(remedy)}`]
}
