import { only, without } from "../options.ts"
import { type CommandTable, each, reads } from "../rule.ts"

/** Programs that search text and files, but for `find`. */
export const searchCommands: CommandTable = {
  ...each(
    "grep egrep fgrep ggrep zgrep zegrep zfgrep bzgrep xzgrep locate mlocate which whereis type",
    reads,
  ),
  // Each of these runs a program.
  rg: without(
    "--pre --hostname-bin",
    "-e -g -t -T -A -B -C -m -f -r -d --regexp --glob --type --type-not --max-count",
  ),
  ag: without("--pager", "-G -A -B -C -m --ignore"),
  fd: without("-x -X --exec --exec-batch", fdValues()),
  fdfind: without("-x -X --exec --exec-batch", fdValues()),
  "ast-grep": only(astGrepOptions()),
  fzf: only("-f: --filter: -i -e --exact --no-sort"),
}

function fdValues(): string {
  return "-e -t -d -E -g -S -c -j -o --extension --type --max-depth --min-depth --exclude --color --glob"
}

function astGrepOptions(): string {
  return "-p: --pattern: -l: --lang: -A: -B: -C: --json --color: --globs: --heading: --no-ignore: --kind: --strictness: --debug-query -h"
}
