/**
 * Makes text that came from elsewhere fit to be printed: no control characters, at most `max` UTF-16 units, cut
 * between code points and marked with an ellipsis. Applying it twice is applying it once.
 */
export function sanitize(text: string, max: number): string {
  // What changes how a text is shown without being seen: C0 but for \n and \t, DEL, C1, lone surrogates, zero width, direction
  // overrides, byte order mark, and the invisible tag characters that can carry hidden text. No \p, for which V8 asks ICU.
  const unseen =
    /[\0-\x08\x0B-\x1F\x7F-\x9F\u061C\u200B-\u200F\u202A-\u202E\u2060-\u206F\uD800-\uDFFF\uFEFF\u{E0000}-\u{E0FFF}]/gu
  const clean = text.replace(unseen, "")
  if (clean.length <= max) return clean
  if (max < 1) return ""
  let cut = max - 1
  const last = clean.charCodeAt(cut - 1)
  if (last >= 0xd800 && last <= 0xdbff) cut -= 1
  return `${clean.slice(0, cut)}…`
}
