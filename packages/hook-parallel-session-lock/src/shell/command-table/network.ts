import { exactText } from "../argument.ts"
import { only, readOptions } from "../options.ts"
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
  const { found, operands, stranger } = readOptions(args, curlOptions)
  const value = (short: string, long: string): string | undefined => {
    const given = found.get(short) ?? found.get(long)
    return given === undefined || given === null ? undefined : (exactText(given) ?? "?")
  }
  if (stranger !== null) {
    const isChange = /^(-[OJTdFc]|--(data.*|json|form.*|upload-file|remote-.*|cookie-jar))$/.test(stranger)
    return isChange ? changes(`curl ${stranger}`, alsoOn(args)) : unknown(`curl ${stranger}`, alsoOn(args))
  }
  // An option that is given twice counts with its last value here, with each of them for curl.
  const repeats = args.filter((arg) =>
    /^(-\w*[oDwX]|--(output|dump-header|write-out|request))/.test(arg.text ?? ""),
  )
  const method = value("-X", "--request") ?? "GET"
  const outputs = [value("-o", "--output") ?? "-", value("-D", "--dump-header") ?? "-"]
  const isShown = outputs.every((output) => output === "-" || output === "/dev/null")
  // `%output{file}` writes, `@file` may have it in it.
  const isPlainFormat = !/%\s*output|^@|^\?$/i.test(value("-w", "--write-out") ?? "")
  if (!/^(GET|HEAD|OPTIONS)$/.test(method)) return changes(`curl -X ${method}`, alsoOn([]))
  if (!isShown)
    return changes(
      "curl -o",
      outputs.filter((o) => o !== "-").map((text) => ({ text, option: false })),
    )
  const isWeb = operands.every(
    (url) => url.text === null || /^(https?:\/\/|[^:]+(:\d+)?(\/|$|\?))/i.test(url.text),
  )
  if (!isPlainFormat || !isWeb || repeats.length > new Set(repeats.map(({ text }) => text?.slice(0, 4))).size)
    return unknown("curl")
  return null
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
  const { operands, stranger } = readOptions(args, "-4 -6 -br -brief -j -json -o -s -d -c -b -r")
  const [object, verb] = operands.map(exactText)
  const looks = /^(a|addr|address|l|link|r|ro|route|n|neigh|rule)$/.test(object ?? "")
  return stranger === null && looks && /^(|show|list|ls|get)$/.test(verb ?? "") ? null : unknown("ip")
}

/** Programs that ask the network. */
export const networkCommands: CommandTable = {
  curl,
  wget,
  ip,
  ...each("dig nslookup host ping ping6 traceroute ss netstat lsof whois", reads),
  ifconfig: only("-a", 0),
}
