import { only, onlyWords, without } from "../options.ts"
import { unknown } from "../outcome.ts"
import { type CommandTable, each, type Rule, reads } from "../rule.ts"

/** Letters that take a value take it from the next word, and go on with the cluster: each is to stand alone. */
const tree: Rule = (call) => {
  const known =
    /^-([adfilxshDFCnNqpugtrvcUSAJXQ]+|[LIP])$|^--(noreport|gitignore|prune|du|dirsfirst|filesfirst|filelimit|matchdirs|ignore-case|sort|inodes|device|si|charset|timefmt|metafirst|fromfile|info)(=.*)?$/
  const strange = call.args.find(
    (arg) => arg.option && (arg.text === null || arg.many || !known.test(arg.text)),
  )
  return strange ? unknown(`tree ${strange.text ?? "an argument that may be an option"}`) : null
}

const clocOptions = `--json --csv --md --yaml --xml --quiet --by-file --hide-rate --include-lang --exclude-dir --exclude-lang
  --exclude-ext --include-ext`

/** Programs that tell about files. */
export const fileCommands: CommandTable = {
  ...each(
    "ls dir vdir stat readlink realpath basename dirname du df nm readelf objdump otool size lsattr getfacl exa eza lsd",
    reads,
  ),
  // -C writes a compiled magic file.
  file: without("-C --compile", "-m -F -P"),
  // -o writes, and -R with -H writes a file into each directory.
  tree,
  cloc: onlyWords(clocOptions.replace(/--/g, "-")),
  scc: only("--by-file --no-cocomo --wide -w --no-complexity -c"),
}
