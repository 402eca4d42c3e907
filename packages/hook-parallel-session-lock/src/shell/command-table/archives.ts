import { exactText } from "../argument.ts"
import { countAtMost, only, readOptions } from "../options.ts"
import { changes, unknown } from "../outcome.ts"
import { alsoOn, type CommandTable, type Rule } from "../rule.ts"

/** `tar tf x`, `tar -tvf x`, `tar --list --file=x`. Others extract, create, or run a program. */
const tar: Rule = ({ args }) => {
  const [first, ...rest] = args
  const old = exactText(first)
  const asOptions = old && /^[A-Za-z]+$/.test(old) ? [{ text: `-${old}`, option: true }, ...rest] : args
  const options = readOptions(
    asOptions,
    "-t -v -z -j -J -a -f: -C: --list --verbose --gzip --bzip2 --xz --zstd --file: --exclude: --wildcards --full-time --directory:",
  )
  const file = options.found.get("-f") ?? options.found.get("--file")
  const lists = options.found.has("-t") || options.found.has("--list")
  // A colon in the name of the archive means another machine. Without a name it is read from the pipe.
  const isHere = file === undefined || (file !== null && exactText(file)?.includes(":") === false)
  if (options.stranger === null && lists && isHere && !options.repeats) return null
  const verb = /x/.test(old ?? "") || args.some((arg) => arg.text === "--extract") ? "tar x" : "tar"
  return changes(verb, alsoOn(args))
}

/** `gzip -dc x` and `-l`; without those it replaces its operands. */
const compress: Rule = ({ name, args }) => {
  const options = readOptions(
    args,
    "-c -d -k -l -t -v -q -f -n -# --stdout --to-stdout --decompress --list --test --keep",
  )
  const prints = ["-c", "-l", "-t", "--stdout", "--to-stdout", "--list", "--test"].some((o) =>
    options.found.has(o),
  )
  if (options.stranger === null && prints) return null
  return changes(name, options.operands.length > 0 ? options.operands : undefined)
}

/** `unzip -l x`, `-p` to a pipe. */
const unzip: Rule = ({ args }) => {
  const options = readOptions(args, "-l -v -t -z -p -q -Z -1 -C")
  const prints = ["-l", "-v", "-t", "-z", "-p", "-Z"].some((option) => options.found.has(option))
  return options.stranger === null && prints ? null : changes("unzip", alsoOn(args))
}

/** The first word says what to do. */
function verbLetters(verbs: RegExp): Rule {
  return ({ name, args }) => {
    const verb = exactText(args[0])
    const isAlone = args.slice(1).every((arg) => !arg.option)
    return verb !== null && verbs.test(verb) && isAlone && countAtMost(args, 20)
      ? null
      : unknown(name, alsoOn(args))
  }
}

/** Programs for archives. */
export const archiveCommands: CommandTable = {
  tar,
  gtar: tar,
  bsdtar: tar,
  gzip: compress,
  gunzip: compress,
  bzip2: compress,
  bunzip2: compress,
  xz: compress,
  unxz: compress,
  zstd: compress,
  unzip,
  zipinfo: only("-1 -2 -s -m -l -v -h -t -z"),
  "7z": verbLetters(/^l$/),
  ar: verbLetters(/^-?tv?$/),
  jar: verbLetters(/^-?tv?f$/),
}
