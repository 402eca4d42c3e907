const UNITS_MS = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** Reads `90s`, `30m`, `2h` or `1d` as milliseconds; null for anything else. A unit is not optional: 30 of what? */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(s|m|h|d)$/.exec(text.trim().toLowerCase()) ?? []
  if (amount === undefined) return null
  return Math.round(Number(amount) * UNITS_MS[unit as keyof typeof UNITS_MS])
}
