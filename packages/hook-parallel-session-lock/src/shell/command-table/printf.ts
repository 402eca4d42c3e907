/** Whether a format of printf turns any of its arguments into a number, or assigns one (`%n`). */
export function formatTakesNumbers(format: string): boolean {
  // A star takes its width from an argument.
  return /%[-+ #0'\d.]*[^-+ #0'\d.sbq%c(]/.test(`${format.replaceAll("%%", "")}`)
}
