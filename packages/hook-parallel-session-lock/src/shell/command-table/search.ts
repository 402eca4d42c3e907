import { only, without } from "../options.ts"
import { type CommandTable, each, reads } from "../rule.ts"

const fdValues = "-e -t -d -E -S -c -j --extension --type --max-depth --min-depth --exclude --color"

const astGrepOptions =
  "-p: --pattern: -l: --lang: -A: -B: -C: --json --color --globs --heading --no-ignore --kind --strictness --debug-query"

/** Programs that search text and files, but for `find`. */
export const searchCommands: CommandTable = {
  ...each(
    "grep egrep fgrep ggrep zgrep zegrep zfgrep bzgrep xzgrep locate mlocate which whereis type",
    reads,
  ),
  // Each of these runs a program. What is left out of the values may be a flag, behind which an option could hide.
  rg: without("--pre --hostname-bin", "-e -g -t -A -B -C -m --regexp --glob --type --type-not --max-count"),
  ag: without("--pager"),
  fd: without("-x -X --exec --exec-batch", fdValues),
  fdfind: without("-x -X --exec --exec-batch", fdValues),
  "ast-grep": only(astGrepOptions),
  fzf: only("-f: --filter: -i -e --exact --no-sort"),
}
