import { type Argument, exactly, exactText } from "../argument.ts"
import { only, onlyWords, without } from "../options.ts"
import { unknown } from "../outcome.ts"
import { type CommandTable, each, type Rule, reads } from "../rule.ts"
import { rewritesOperands } from "./in-place.ts"

/** `xxd -l 16 file`; an operand more, and it is written to. */
const xxd: Rule = ({ name, args }) => {
  const isNumber = (arg: Argument, at: number): boolean =>
    /^-[cglnos]$/.test(args[at - 1]?.text ?? "") && /^\d+$|^0x[\da-f]+$/.test(exactText(arg) ?? "")
  const rest = args
    .filter((arg, at) => !isNumber(arg, at))
    .map((arg) => (/^-[cgls]\d+$/.test(arg.text ?? "") ? exactly("-l") : arg))
  return onlyWords("-a -b -c -C -e -E -g -i -l -p -ps -plain -s -u", 1)({ name, args: rest })
}

/** Programs that print text made of other text. */
export const textCommands: CommandTable = {
  ...each(
    `cat head tail wc nl cut tr paste join comm cmp diff od hexdump strings column col fold fmt rev tac seq expr factor numfmt
    expand unexpand pr tsort look cal bc md5sum md5 sha1sum sha224sum sha256sum sha384sum sha512sum shasum b2sum cksum sum
    base32 gron colordiff tokei`.replace(/\s+/g, " "),
    reads,
  ),
  sort: without(
    "-o --output -T --temporary-directory --compress-program",
    "-k -t -S --key --field-separator",
  ),
  gsort: without("-o --output -T --temporary-directory --compress-program", "-k -t -S"),
  // A second operand is written to.
  uniq: only(
    "-c -d -D -u -i -z -f: -s: -w: -# --count --repeated --unique --ignore-case --all-repeated --group",
    1,
  ),
  // Its options are words; the length and the like are counted, as they may be files to it.
  xxd,
  shuf: without("-o --output", "-n -i"),
  base64: without("-o --output"),
  iconv: without("-o --output", "-f -t"),
  // `-i` is in place in imitations of jq; itself it has nothing that writes, whatever an argument turns out to be.
  jq: ({ name, args }) =>
    without("-i --in-place --inplace")({ name, args: args.filter(({ text }) => text !== null) }),
  yq: without(
    "-i --in-place --inplace -s --split-exp --split-exp-file --security-enable-system-operator",
    "--arg",
  ),
  xmllint: only("--noout --format --xpath: --html --pretty: --nonet --recover"),
  csvlook: reads,
  // A pager takes commands, and keeps a log if told to.
  less: pager("-N -R -S -F -X -n -i -I -e -E -r -s -M -m -#"),
  more: pager("-d -f -p -c -s -u -n: -#"),
  bat: only(batOptions()),
  batcat: only(batOptions()),
  zcat: only("-f"),
  gzcat: only("-f"),
  bzcat: only(""),
  xzcat: only(""),
  zstdcat: only(""),
  perl: rewritesOperands("perl"),
  ruby: rewritesOperands("ruby"),
}

/** A plus begins a command for the pager. */
function pager(options: string): Rule {
  return (call) =>
    call.args.some(({ text }) => text?.startsWith("+")) ? unknown(`${call.name} +`) : only(options)(call)
}

function batOptions(): string {
  return `-n -p -pp -P -A -f -r: -l: -H: --plain --number --show-all --style: --color: --paging: --decorations: --line-range:
    --language: --theme: --wrap: --tabs: --highlight-line: --list-languages --list-themes --force-colorization
    --terminal-width: --no-pager --file-name: --strip-ansi: --squeeze-blank`.replace(/\s+/g, " ")
}
