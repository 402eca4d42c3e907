import { exactText } from "../argument.ts"
import { readOptions } from "../options.ts"
import { changes, unknown } from "../outcome.ts"
import type { Rule } from "../rule.ts"

/** A verb that lists if it is told to, or given nothing; a name without that makes something. */
function lists(verb: string, options: string, listing: readonly string[]): Rule {
  return ({ args }) => {
    const { found, operands, stranger } = readOptions(args, options.replace(/\s+/g, " "))
    if (stranger !== null) {
      const isChange =
        /^(-[dDmMcCfuas]|--(delete|move|copy|force|edit-description|set-upstream-to|unset-upstream|annotate|sign))$/.test(
          stranger,
        )
      return isChange ? changes(`git ${verb} ${stranger}`) : unknown(`git ${verb} ${stranger}`)
    }
    if (operands.length === 0 || listing.some((option) => found.has(option))) return null
    return changes(`git ${verb} ${exactText(operands[0]) ?? ""}`.trim())
  }
}

const filters = `--contains? --no-contains? --merged? --no-merged? --points-at? --sort: --format: --column --no-column --color
  --no-color -i --ignore-case --omit-empty`

/** With -l older versions of git made a branch with a log. */
export const branchRule: Rule = lists(
  "branch",
  `-a -r -v -l -q --list --all --remotes --verbose --show-current --abbrev --no-abbrev --quiet ${filters}`,
  ["--list", "--contains", "--no-contains", "--points-at"],
)

/** `git tag v1` makes one; `git tag -l v1` and `-n5` list. */
export const tagRule: Rule = lists("tag", `-l -n -0 -1 -2 -3 -4 -5 -6 -7 -8 -9 --list ${filters}`, [
  "-l",
  "--list",
  "--contains",
  "--no-contains",
  "--points-at",
])

const configOptions =
  `--get --get-all --get-regexp --get-urlmatch --list -l --show-origin --show-scope --name-only -z --null
  --type: --bool --int --path --bool-or-int --expiry-date --no-type --global --local --system --worktree --file: -f: --blob:
  --includes --no-includes --default: --all --regexp --value: --url: --show-names --fixed-value`.replace(
    /\s+/g,
    " ",
  )

/** One name asks, two set; the verbs of git 2.46 say it themselves. */
export const configRule: Rule = ({ args }) => {
  const { found, operands, stranger } = readOptions(args, configOptions)
  const [verb] = operands
  if (stranger !== null) return changes(`git config ${stranger}`)
  const asks = ["--get", "--get-all", "--get-regexp", "--get-urlmatch", "--list", "-l"].some((o) =>
    found.has(o),
  )
  if (asks || operands.length === 0) return null
  // An older git takes `get a.b` for setting "get", and refuses it: a name has a dot.
  if (/^(get|list)$/.test(exactText(verb) ?? "")) return null
  const isOne = operands.length === 1 && !verb?.many && !/^(edit|set|unset)$/.test(exactText(verb) ?? "")
  return isOne ? null : changes(`git config ${exactText(verb) ?? ""}`.trim())
}
