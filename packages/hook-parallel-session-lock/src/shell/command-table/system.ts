import { exactText } from "../argument.ts"
import { only, readOptions } from "../options.ts"
import { unknown } from "../outcome.ts"
import { type CommandTable, each, type Rule, reads } from "../rule.ts"
import { byVerb } from "./packages.ts"

/** A date is set by an operand that is not a format. */
const date: Rule = ({ args }) => {
  const options = readOptions(
    args.filter(({ text }) => !/^-I(date|hours|minutes|seconds|ns)$/.test(text ?? "")),
    "-u -R -I -d: -r: -j -n -f: -v: --utc --universal --rfc-email --rfc-3339: --iso-8601 --date: --reference:",
  )
  const isAsked = options.operands.every((operand) => exactText(operand)?.startsWith("+") ?? false)
  const isReading = isAsked ? !options.found.has("-f") : false
  return options.stranger === null && (isReading || options.found.has("-j"))
    ? null
    : unknown("date that may be set")
}

const journalctl = only(
  `-u: -n -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 -f -p: -b -r -k -o: -x -e -a -q -g: -S: -U: --unit: --lines --follow --priority: --boot --reverse --dmesg --output:
  --no-pager --since: --until: --grep: --user --system --quiet --no-hostname --disk-usage --list-boots`.replace(
    /\s+/g,
    " ",
  ),
)

const systemctl = byVerb(
  Object.fromEntries(
    "status show list-units list-unit-files list-timers list-sockets is-active is-enabled is-failed cat get-default list-dependencies"
      .split(" ")
      .map((verb) => [verb, reads]),
  ),
  "--user --system --no-pager",
)

/** `top` in batch mode ends by itself, and takes no commands. */
const top: Rule = ({ args }) => {
  const { found, stranger } = readOptions(args, "-b -n: -d: -p: -u: -o: -c -i -H -l: -w: -1 -s: -E: -e:")
  return stranger === null && (found.has("-b") || found.has("-l")) ? null : unknown("top")
}

/** Programs that tell about the machine. */
export const systemCommands: CommandTable = {
  ...each(
    `ps free uname nproc uptime id whoami groups who w last tty getconf locale getent lscpu lsblk lsmod lspci lsusb
    pstree pgrep pidof vmstat iostat mpstat sw_vers vm_stat logname users pwdx findmnt pbpaste sestatus ipcs`.replace(
      /\s+/g,
      " ",
    ),
    reads,
  ),
  date,
  gdate: date,
  top,
  journalctl,
  systemctl,
  hostname: only("-f -s -i -I -d -A --fqdn --short --ip-address --all-ip-addresses", 0),
  printenv: reads,
  // With a command after them it is run for another architecture.
  arch: only("", 0),
  // A name with a value sets it.
  sysctl: (call) =>
    call.args.every(({ text }) => text?.includes("=") === false) ? only("-a -n -e")(call) : unknown("sysctl"),
  crontab: only("-l", 0),
  "nvidia-smi": only("-L -q --query-gpu: --format:", 0),
  man: only("-k -f", 3),
  tldr: only("", 3),
  dmesg: only("-T -H -x -l: -k -u"),
  mount: only("-l", 0),
  launchctl: byVerb({ list: reads }),
}
