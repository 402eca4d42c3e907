import { exactText } from "../argument.ts"
import { only, readOptions, without } from "../options.ts"
import { changes, unknown } from "../outcome.ts"
import { alsoOn, type CommandTable, each, type Rule, reads } from "../rule.ts"
import { branchRule, configRule, tagRule } from "./git-listings.ts"

/**
 * They show history and content. `--output` writes a file. Programs that the user has configured for showing
 * (`diff.external`, textconv, a pager) run for a plain `git diff` too; they are not the command's doing.
 */
const shows = without("--output")

/** Verbs that change a repository; others that are not known may be anything, as an alias. */
export const changingVerbs: ReadonlySet<string> = new Set(
  `add am apply bisect branch checkout cherry-pick clean clone commit fast-import fetch filter-branch format-patch gc init
  maintenance merge mv prune pull push read-tree rebase repack replace rerere reset restore revert rm sparse-checkout stash
  subtree switch tag update-index update-ref worktree write-tree checkout-index commit-tree mktag pack-refs notes`.split(
    /\s+/,
  ),
)

/** The first operand says what to do; without one, it is as if `none` had been said. */
function subverbs(rules: CommandTable, none: Rule | null = null): Rule {
  return (call) => {
    const [first, ...args] = call.args
    const verb = exactText(first)
    if (first === undefined && none) return null
    const rule = verb !== null && Object.hasOwn(rules, verb) ? rules[verb] : undefined
    if (rule) return rule({ ...call, args })
    if (first?.option && none) return none(call)
    return changes(`${call.name}${verb === null ? "" : ` ${verb}`}`, alsoOn(call.args))
  }
}

/** `git reflog` shows, unless it is told to do away with something. */
const reflog: Rule = (call) => {
  const [first] = call.args
  if (/^(expire|delete|drop|write)$/.test(exactText(first) ?? "")) return changes(`git reflog ${first?.text}`)
  return first !== undefined && first.text === null && !first.option ? unknown("git reflog") : shows(call)
}

/** `git clean -n` tells what it would remove. */
const clean: Rule = ({ args }) => {
  const { found, stranger } = readOptions(args, "-n -d -x -X -f -q -e: --dry-run --exclude:")
  return stranger === null && (found.has("-n") || found.has("--dry-run")) ? null : changes("git clean")
}

/** `git apply --stat` and `--check` do not apply. */
const apply: Rule = ({ args }) => {
  const { found, stranger } = readOptions(args, "--stat --numstat --summary --check -p: -v --verbose")
  const looks = ["--stat", "--numstat", "--summary", "--check"].some((option) => found.has(option))
  return stranger === null && looks ? null : changes("git apply")
}

/** With one name it tells what that means; with two it sets it. */
const symbolicRef: Rule = only("-q --quiet --short", 1)

/** A remote may be a program to run: `ext::sh -c …`. */
const lsRemote: Rule = ({ args }) => {
  const { operands, stranger } = readOptions(
    args,
    "-h -t -q --heads --branches --tags --refs --quiet --exit-code --symref --get-url --sort:",
  )
  const isPlain = operands.every((operand) => exactText(operand)?.includes("::") === false)
  return stranger === null && isPlain ? null : unknown("git ls-remote")
}

/** What is read, by verb. */
export const gitVerbs: CommandTable = {
  ...each(
    `diff log show whatchanged shortlog rev-list diff-tree diff-index diff-files range-diff blame annotate status describe
    cherry show-branch`.replace(/\s+/g, " "),
    shows,
  ),
  ...each(
    `rev-parse ls-files ls-tree cat-file for-each-ref merge-base name-rev show-ref count-objects check-ignore check-attr
    check-mailmap check-ref-format var version get-tar-commit-id patch-id stripspace verify-commit verify-tag
    verify-pack show-index`.replace(/\s+/g, " "),
    reads,
  ),
  grep: without("-O --open-files-in-pager", "-e"),
  help: without("-w -i --web --info"),
  fsck: without("--lost-found"),
  "ls-remote": lsRemote,
  "symbolic-ref": symbolicRef,
  "hash-object": only("-t: --stdin --path: --no-filters"),
  archive: only("--format: --prefix: -l --list -v -#"),
  reflog,
  clean,
  apply,
  branch: branchRule,
  tag: tagRule,
  config: configRule,
  stash: subverbs({ list: shows, show: shows }),
  worktree: subverbs({ list: reads }),
  remote: subverbs({ show: reads, "get-url": reads }, only("-v --verbose", 0)),
  submodule: subverbs({ status: reads, summary: reads }, only("", 0)),
  notes: subverbs({ show: reads, list: reads }, only("", 0)),
  bisect: subverbs({ log: reads }),
  bundle: subverbs({ verify: reads, "list-heads": reads }),
  "sparse-checkout": subverbs({ list: reads }),
  lfs: subverbs({ "ls-files": reads, env: reads, status: reads, version: reads }),
}
