/**
 * Reads `--name value` and `--name` from the command line. `defaults` says which names there are: a number's default
 * makes the option a number, `false` makes it a switch.
 */
export function readOptions(defaults, argv = process.argv.slice(2)) {
  const options = { ...defaults }
  for (let at = 0; at < argv.length; at++) {
    if (argv[at] === "--") continue
    const name = argv[at].replace(/^--/, "").replace(/-(.)/g, (_, letter) => letter.toUpperCase())
    if (!argv[at].startsWith("--") || !(name in defaults)) {
      throw new TypeError(
        `unknown option ${argv[at]}; there are: ${Object.keys(defaults).map(dashed).join(" ")}`,
      )
    }
    if (typeof defaults[name] === "boolean") options[name] = true
    else options[name] = typeof defaults[name] === "number" ? numberOf(argv[at], argv[++at]) : argv[++at]
  }
  return options
}

function numberOf(option, text) {
  const value = Number(text)
  if (text === undefined || !Number.isFinite(value))
    throw new TypeError(`${option} wants a number, not ${text}`)
  return value
}

function dashed(name) {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
}
