import type { Secret } from "./secret.ts"

const MAX_LENGTH = 300

/**
 * What may be told of an error that came from a client library or a server: its code and its message, without secrets,
 * credentials in addresses, or control characters. Errors of libraries carry whole connection strings along in
 * properties of their own, so nothing else is kept.
 */
export function withoutSecrets(error: unknown, secrets: readonly (Secret | null | undefined)[] = []): Error {
  const { message, code, errors } = asFields(error)
  // Where several addresses were tried, node's own message is empty; the first attempt says what happened.
  const told =
    message || (Array.isArray(errors) ? asFields(errors[0]).message : "") || String(code ?? "no reason given")
  const safe = new Error(withoutSecretText(told, secrets))
  return typeof code === "string" || typeof code === "number" ? Object.assign(safe, { code }) : safe
}

/** The same for text alone. */
export function withoutSecretText(
  text: string,
  secrets: readonly (Secret | null | undefined)[] = [],
): string {
  let safe = text
  for (const secret of secrets) {
    const value = secret?.reveal()
    if (!value) continue
    for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)])
      safe = safe.replaceAll(form, "[secret]")
  }
  return safe
    .replace(/\/\/[^/\s@]*@/g, "//[secret]@")
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, " ")
    .slice(0, MAX_LENGTH)
}

function asFields(error: unknown): { message: string; code?: unknown; errors?: unknown } {
  if (typeof error !== "object" || error === null) return { message: String(error) }
  const { message, code, errors } = error as { message?: unknown; code?: unknown; errors?: unknown }
  return { message: typeof message === "string" ? message : "", code, errors }
}
