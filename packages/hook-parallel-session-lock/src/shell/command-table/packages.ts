import { type Argument, exactly, exactText } from "../argument.ts"
import { findOption, only, onlyWords, without } from "../options.ts"
import { changes, type Outcome, unknown } from "../outcome.ts"
import { alsoOn, type CommandTable, cannotTell, type Rule, reads } from "../rule.ts"

/** The verb comes first, after flags and options with a value that may stand before it. */
export function byVerb(rules: CommandTable, flags = "", valued = ""): Rule {
  return (call) => {
    let at = 0
    for (; at < call.args.length; at++) {
      const text = exactText(call.args[at])
      if (text === null) break
      if (valued.split(" ").includes(text) && call.args[at + 1]?.many !== true) at++
      else if (text === "" || !flags.split(" ").includes(text)) break
    }
    const verb = exactText(call.args[at])
    const rule = verb !== null && Object.hasOwn(rules, verb) ? rules[verb] : undefined
    if (rule) return rule({ ...call, name: `${call.name} ${verb}`, args: call.args.slice(at + 1) })
    return installs(call.name, verb, call.args)
  }
}

/** The same verbs for one rule. */
function verbs(names: string, rule: Rule = reads): CommandTable {
  return Object.fromEntries(names.split(/\s+/).map((name) => [name, rule]))
}

function installs(name: string, verb: string | null, args: readonly Argument[]): Outcome {
  const isChange =
    /^(i|install|ci|add|remove|rm|uninstall|update|upgrade|up|publish|link|prune|dedupe|build|init|sync|get|mod|tidy|fmt|fix|clean|rebuild|version|pack|new|set)$/
  const because = verb === null ? name : `${name} ${verb}`
  return isChange.test(verb ?? "") ? changes(because, alsoOn(args)) : unknown(because, alsoOn(args))
}

/** Verbs that list within a verb: `config get`, `dist-tag ls`. */
const lists = byVerb(verbs("get list ls"))

/** Where they keep what they fetched, and their logs, may be said to be here; some name a program. */
const elsewhere = without(
  "--cache --cache-dir --cache-folder --store-dir --state-dir --logs-dir --log --log-file --local-log --mutex --node-options --viewer --browser --git --shell",
)

/** `audit` repairs if it is told to. */
const audit: Rule = (call) => {
  const isPlain = call.args.every(
    (arg) => /^(--?[\w-]+(=\w+)?|signatures)$/.test(exactText(arg) ?? "?") && !/fix/.test(arg.text ?? ""),
  )
  return isPlain ? null : changes(call.name)
}

const nodePackages = verbs(
  "ls list ll la view info show why explain outdated root bin prefix ping whoami search fund licenses",
  elsewhere,
)

const npm = byVerb(
  {
    ...nodePackages,
    v: reads,
    s: reads,
    audit,
    config: lists,
    c: lists,
    get: reads,
    "dist-tag": lists,
    pkg: byVerb(verbs("get")),
    owner: lists,
    help: reads,
  },
  "--json --silent -s -g --global --workspaces -ws",
  "--prefix -C --workspace -w",
)

const pnpm = byVerb(
  { ...nodePackages, audit, config: lists, help: reads },
  "--json --silent -s -r --recursive -w",
  "--filter -F -C --dir",
)

const yarn = byVerb(
  {
    ...verbs("list why info outdated licenses", elsewhere),
    config: lists,
    npm: byVerb(verbs("info audit whoami")),
    workspaces: byVerb(verbs("list info")),
  },
  "--json --silent -s",
  "--cwd",
)

const pip = byVerb(
  { ...verbs("list show freeze check index debug inspect", elsewhere), config: lists },
  "--disable-pip-version-check -q --quiet",
)

/** `python -m pip list`. Any other program cannot be told. */
const python: Rule = (call) => {
  const [option, module, ...args] = call.args
  if (exactText(option) === "-m" && exactText(module) === "pip") return pip({ ...call, name: "pip", args })
  if (exactText(option) === "-m" && exactText(module) === "json.tool")
    return only("--sort-keys --no-ensure-ascii --compact --indent: --tab --json-lines", 1)({ ...call, args })
  return cannotTell([exactly(call.name), ...call.args])
}

/** These may bring the lock file up to date unless they are told not to. */
const locked: Rule = (call) => {
  const isLocked = call.args.some((arg) => /^--(locked|frozen)$/.test(exactText(arg) ?? ""))
  return isLocked && findOption(call.args, "--config -Z --target-dir") === null ? null : unknown(call.name)
}

/** Settings name directories, and programs. */
const apt = without("-o -c --option --config-file")

/** One dash or two are the same to go, and letters are never in clusters. */
const go = byVerb({
  list: onlyWords("-m -f -json -deps -test -e -u -versions -find -retracted"),
  env: onlyWords("-json -changed"),
  doc: onlyWords("-all -src -u -short -c -cmd"),
  version: onlyWords("-m -v -json"),
  help: reads,
})

/** Programs that manage packages: what is there, not what should be. */
export const packageCommands: CommandTable = {
  npm,
  pnpm,
  yarn,
  pip,
  pip3: pip,
  python,
  python3: python,
  go,
  gofmt: only("-l -d -s"),
  cargo: byVerb({
    tree: locked,
    metadata: locked,
    ...verbs("search locate-project read-manifest", without("--config -Z")),
    ...verbs("help --list"),
  }),
  rustup: byVerb({ show: reads, which: reads, toolchain: lists, target: lists, component: lists }),
  uv: byVerb({
    pip: byVerb(verbs("list show freeze tree check", elsewhere)),
    python: byVerb(verbs("list find dir", elsewhere)),
    help: reads,
  }),
  gem: byVerb(verbs("list environment env search specification contents which info")),
  poetry: byVerb({ ...verbs("show check"), env: byVerb(verbs("info list")) }),
  conda: byVerb(verbs("list info search")),
  brew: byVerb(verbs("list ls info deps uses config leaves --prefix --cellar --version search desc")),
  apt: byVerb(verbs("list show search policy depends rdepends", apt)),
  "apt-cache": byVerb(verbs("search show policy depends rdepends pkgnames madison stats", apt)),
  dpkg: only("-l -L -s -S -p --list --listfiles --status --search --print-architecture"),
  "dpkg-query": only("-W -l -L -s -S -f: --show --list --status --showformat:"),
  rpm: only("-q -a -l -i -f -p -c -d --query --all --list --info --requires --provides --changelog"),
  pyenv: byVerb(verbs("version versions which whence root prefix")),
  dotnet: byVerb(verbs("--info --list-sdks --list-runtimes")),
}
