import { only, without } from "../options.ts"
import { type CommandTable, each, reads } from "../rule.ts"

const treeOptions =
  `-a -d -f -i -l -x -L: -I: -P: -s -h -D -F -C -n -N -q -p -u -g -t -r -v -c -U -S -A -J -X -Q --noreport
  --gitignore --gitfile: --prune --du --dirsfirst --filesfirst --filelimit: --matchdirs --ignore-case --sort: --inodes
  --device --si --charset: --timefmt: --metafirst --fromfile --info --infofile:`.replace(/\s+/g, " ")

/** Programs that tell about files. */
export const fileCommands: CommandTable = {
  ...each(
    "ls dir vdir stat readlink realpath basename dirname du df nm readelf objdump otool size lsattr getfacl exa eza lsd",
    reads,
  ),
  // -C writes a compiled magic file.
  file: without("-C --compile", "-m -F -P"),
  // -o writes, and -R with -H writes a file into each directory.
  tree: only(treeOptions),
  cloc: only(
    "--json --csv --md --yaml --xml --quiet --by-file --hide-rate --include-lang: --exclude-dir: --exclude-lang: --exclude-ext: --include-ext: --vcs",
  ),
  scc: only(
    "--by-file --no-cocomo --wide -w --format: -f: --exclude-dir: --include-ext: -i: --sort: -s: --no-complexity -c",
  ),
}
