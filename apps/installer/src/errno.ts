/** The code of a system error (`ENOENT`), or an empty string for any other error. */
export function errnoOf(error: unknown): string {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : ""
}
