import { exactText } from "../argument.ts"
import { findOption, without } from "../options.ts"
import { changes, unknown } from "../outcome.ts"
import { alsoOn, type CommandTable, type Rule, reads } from "../rule.ts"
import { byVerb } from "./packages.ts"

function verbs(names: string, rule: Rule = reads): CommandTable {
  return Object.fromEntries(names.split(" ").map((name) => [name, rule]))
}

/** Showing in a browser is left to the user. */
const shown = without("-w --web", "-L -q -t -R --limit --jq --json --template --repo --state --search")

/** `gh api` gets, unless it has fields or a method. */
const api: Rule = ({ args }) => {
  const option = findOption(
    args,
    "-X -f -F -w --method --field --raw-field --input",
    "-H -q -t -p --jq --header --template --preview --hostname --cache",
  )
  if (option === null) return null
  const at = args.findIndex((arg) => /^(-X|--method)$/.test(exactText(arg) ?? ""))
  const others = at === -1 ? args : [...args.slice(0, at), ...args.slice(at + 2)]
  const isGet = at !== -1 && exactText(args[at + 1]) === "GET"
  if (
    isGet &&
    findOption(others, "-X -f -F -w --method --field --raw-field --input", "-H -q -t -p --jq") === null
  )
    return null
  return /^-X|--method/.test(option) ? changes("gh api -X", alsoOn([])) : unknown(`gh api ${option}`)
}

const gh = byVerb({
  pr: byVerb(verbs("view list ls diff checks status", shown)),
  issue: byVerb(verbs("view list ls status", shown)),
  run: byVerb(verbs("view list ls watch", shown)),
  repo: byVerb(verbs("view list ls", shown)),
  release: byVerb(verbs("view list ls", shown)),
  workflow: byVerb(verbs("view list ls", shown)),
  label: byVerb(verbs("list ls", shown)),
  gist: byVerb(verbs("view list ls", shown)),
  search: byVerb(verbs("code commits issues prs repos", shown)),
  auth: byVerb(verbs("status")),
  cache: byVerb(verbs("list ls")),
  secret: byVerb(verbs("list ls")),
  variable: byVerb(verbs("list ls get")),
  ruleset: byVerb(verbs("list view check", shown)),
  status: shown,
  api,
})

const docker = byVerb({
  ...verbs("ps images logs inspect version info top stats port diff history events search"),
  container: byVerb(verbs("ls list ps inspect logs top stats port diff")),
  image: byVerb(verbs("ls list inspect history")),
  volume: byVerb(verbs("ls list inspect")),
  network: byVerb(verbs("ls list inspect")),
  system: byVerb(verbs("df info events")),
  context: byVerb(verbs("ls show inspect")),
  compose: byVerb(verbs("ps logs ls images top version port"), "--ansi=never", "-f --file -p --project-name"),
})

/** Where it keeps what it found out, and who it is, which may be a program that tells. */
const here = without("--cache-dir --profile --profile-output --kubeconfig --log-dir --log-file")

const kubectl = byVerb(
  {
    ...verbs("get describe logs version explain top api-resources api-versions events", here),
    "cluster-info": without("--output-directory"),
    config: byVerb(verbs("view get-contexts get-clusters current-context")),
    auth: byVerb(verbs("can-i whoami")),
    rollout: byVerb(verbs("status history")),
  },
  "-A",
  "-n --namespace --context",
)

/** Programs that talk to a service which keeps the things that they show. */
export const containerCommands: CommandTable = {
  gh,
  docker,
  podman: docker,
  kubectl,
  k: kubectl,
  "docker-compose": byVerb(verbs("ps logs ls images top version port"), "", "-f --file -p --project-name"),
}
