import { type Argument, exactText } from "../argument.ts"
import { only, onlyWords, readOptions, without } from "../options.ts"
import { changes, unknown } from "../outcome.ts"
import { alsoOn, type CommandTable, each, type Rule, reads } from "../rule.ts"

const curlOptions = `-s -S -L -f -i -I -v -k -g -4 -6 -N -# -m: -H: -A: -u: -w: -x: -e: -r: -b: -X: -o: -D:
  --silent --show-error --location --fail --fail-with-body --include --head --verbose --insecure --globoff --no-buffer
  --compressed --ipv4 --ipv6 --http1.1 --http2 --max-time: --connect-timeout: --header: --user-agent: --user: --write-out:
  --proxy: --referer: --range: --cookie: --request: --output: --dump-header: --retry: --retry-delay: --resolve: --noproxy:
  --max-redirs: --no-progress-meter --path-as-is --url: --retry-connrefused --retry-all-errors --unix-socket:`.replace(
  /\s+/g,
  " ",
)

/** `curl` reads as long as it gets, and prints what it got. */
const curl: Rule = ({ args }) => {
  const { found, operands, repeats, stranger } = readOptions(args, curlOptions)
  if (stranger !== null) {
    const isChange = /^(-[OJTdFc]|--(data.*|json|form.*|upload-file|remote-.*|cookie-jar))$/.test(stranger)
    return isChange ? changes(`curl ${stranger}`, alsoOn(args)) : unknown(`curl ${stranger}`, alsoOn(args))
  }
  const values = (...names: string[]): string[] =>
    names.filter((name) => found.has(name)).map((name) => exactText(found.get(name) ?? undefined) ?? "?")
  const method = values("-X", "--request").find((value) => !/^(GET|HEAD|OPTIONS)$/.test(value))
  if (method !== undefined) return changes(`curl -X ${method}`, alsoOn([]))
  const output = values("-o", "--output", "-D", "--dump-header").find(
    (value) => !/^(-|\/dev\/null)$/.test(value),
  )
  if (output !== undefined) return changes("curl -o", alsoOn([{ text: output, option: false }]))
  // `%output{file}` writes, and a format that is in a file may have it in it.
  const isPlainFormat = values("-w", "--write-out").every((value) => !/%\s*output|^@|^\?$/i.test(value))
  // Other protocols may send something. What is given twice is known only once.
  const isWeb = [...operands, ...(found.get("--url") ? [found.get("--url") as Argument] : [])].every(
    ({ text }) => text === null || /^(https?:\/\/|[^:]+(:\d+)?(\/|$|\?))/i.test(text),
  )
  const givenTwice =
    repeats &&
    args.filter(({ text }) => /^(-[a-zA-Z]*[oDwX]|--(output|dump|write|request|url))/.test(text ?? ""))
      .length > 1
  return isPlainFormat && isWeb && !givenTwice ? null : unknown("curl")
}

/** `wget` writes unless it prints or only looks. */
const wget: Rule = ({ args }) => {
  const options = readOptions(
    args,
    "-q -S -O: -T: -t: -U: --spider --quiet --server-response --timeout: --tries: --header: --user-agent: --output-document: --no-verbose --no-check-certificate",
  )
  const output = exactText(options.found.get("-O") ?? options.found.get("--output-document") ?? undefined)
  const isShown = options.found.has("--spider") || output === "-" || output === "/dev/null"
  const isOnce = args.filter((arg) => /^-\w*O|^--output/.test(arg.text ?? "")).length <= 1
  return options.stranger === null && isShown && isOnce ? null : changes("wget", alsoOn(args))
}

/** `ip addr`, `ip route show`. */
const ip: Rule = ({ args }) => {
  // `-b` runs what is in a file; it is no part of `-br` here.
  if (onlyWords("-4 -6 -br -brief -j -json -o -s -d -c -r")({ name: "ip", args })) return unknown("ip")
  const operands = args.filter((arg) => !arg.option)
  const [object, verb] = operands.map(exactText)
  const looks = /^(a|addr|address|l|link|r|ro|route|n|neigh|rule)$/.test(object ?? "")
  return looks && /^(|show|list|ls|get)$/.test(verb ?? "") ? null : unknown("ip")
}

/** Programs that ask the network. */
export const networkCommands: CommandTable = {
  curl,
  wget,
  ip,
  ...each("dig nslookup host ping ping6 traceroute netstat whois", reads),
  // -D writes what they found out to a file, -K closes connections.
  ss: without("-D -K --diag --kill"),
  lsof: without("-D"),
  ifconfig: only("-a", 0),
}
