import { OPTIONS, type OptionName } from "../options.ts"

/** What may stand after an option: nothing, one of some words, a directory, or something that nobody can guess. */
export type OptionValue =
  | { kind: "none" }
  | { kind: "words"; words: string[] }
  | { kind: "directory" | "free" }

/** An option as it is completed. */
export interface OptionWords {
  flag: string
  short: string | undefined
  summary: string
  value: OptionValue
}

/** Describes an option of the table. */
export function optionWords(name: OptionName): OptionWords {
  const { summary, value, short } = OPTIONS[name] as { summary: string; value?: string; short?: string }
  return { flag: `--${name}`, short: short && `-${short}`, summary, value: valueAfter(value) }
}

function valueAfter(value: string | undefined): OptionValue {
  if (value === undefined) return { kind: "none" }
  if (value.includes("|")) return { kind: "words", words: value.split("|") }
  return { kind: value.startsWith("path") ? "directory" : "free" }
}
