import { type Argument, exactText } from "../argument.ts"
import { readOptions } from "../options.ts"
import { changes } from "../outcome.ts"
import { isNoFile } from "../redirect.ts"
import { type CommandTable, changesOperands, changesPlace, each, type Rule } from "../rule.ts"

/** Of `cp a b`, only b changes. */
const last: Rule = ({ name, args }) => {
  const { operands, stranger } = readOptions(
    args,
    "-r -R -a -f -i -n -p -v -u -s -L -P -d -x -T --recursive --archive --force --verbose --no-clobber",
  )
  const [target] = operands.slice(-1)
  return changes(name, stranger === null && target && operands.length > 1 ? [target] : undefined)
}

/** `tee` without a file passes on what it reads. */
const tee: Rule = ({ args }) => {
  const { operands, stranger } = readOptions(args, "-a -i -p --append --ignore-interrupts")
  const files = operands.filter((file) => file.many || !isNoFile(exactText(file), []))
  return stranger === null && files.length === 0 ? null : changes(`tee ${shown(files)}`, files)
}

/** `dd` without `of=` prints. */
const dd: Rule = ({ args }) => {
  const isHarmless = (arg: Argument): boolean =>
    /^(if|bs|ibs|obs|cbs|count|skip|iseek|status|conv|iflag)=/.test(exactText(arg) ?? "") ||
    exactText(arg) === "of=/dev/null"
  if (args.every(isHarmless)) return null
  const of = args.map(exactText).find((text) => text?.startsWith("of="))
  return changes(`dd ${of ?? ""}`, of ? [{ text: of.slice(3), option: false }] : undefined)
}

function shown(args: readonly Argument[]): string {
  return args.map(({ text }) => text ?? "…").join(" ")
}

/** Programs that are there to change something. */
export const changingCommands: CommandTable = {
  ...each("rm rmdir mv mkfifo mknod unlink shred trash srm", changesOperands()),
  ...each("chmod chown chgrp chattr", changesOperands("", 1)),
  touch: changesOperands("-d -r -t"),
  mkdir: changesOperands("-m"),
  truncate: changesOperands("-s -r"),
  ...each("cp ln install", last),
  ...each(
    "make gmake cmake ninja patch split csplit rsync scp sftp zip sponge ed ex vim vi nvim nano emacs pytest tox mktemp dos2unix",
    changesPlace,
  ),
  tee,
  dd,
}
