import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { classifyCommand, classifyPowerShell } from "../../src/shell/classify.ts"
import { adversarial, adversarialBytes } from "./commands/adversarial.ts"
import { cannotTell, changing } from "./commands/everyday.ts"
import { reading, readingElsewhere } from "./commands/reading.ts"

const at = { cwd: "/srv/app", home: "/home/dev", tempDirs: ["/tmp"] }
const classOf = (command: string): string => classifyCommand(command, at).class

/** Quoted for a shell, so that it is one word there. */
const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

/** Ways to have a command run by another; each takes a whole script. */
const aroundScripts: ((inner: string) => string)[] = [
  (inner) => `(\n${inner}\n)`,
  (inner) => `{\n${inner}\n}`,
  (inner) => `ls; ${inner}`,
  (inner) => `ls && {\n${inner}\n}`,
  (inner) => `false || {\n${inner}\n}`,
  (inner) => `ls | {\n${inner}\n}`,
  (inner) => `{\n${inner}\n} | cat`,
  (inner) => `echo $(\n${inner}\n)`,
  (inner) => `echo "$(\n${inner}\n)"`,
  (inner) => `got=$(\n${inner}\n)`,
  (inner) => `cat <(\n${inner}\n)`,
  (inner) => `if true; then\n${inner}\nfi`,
  (inner) => `if\n${inner}\nthen ls; fi`,
  (inner) => `if false; then ls; else\n${inner}\nfi`,
  (inner) => `for each in a b; do\n${inner}\ndone`,
  (inner) => `while true; do\n${inner}\nbreak; done`,
  (inner) => `case x in x)\n${inner}\n;; esac`,
  (inner) => `wrapped() {\n${inner}\n}; wrapped`,
  (inner) => `bash -c ${quoted(inner)}`,
  (inner) => `sh -ec ${quoted(inner)} name`,
  (inner) => `timeout 5 bash -c ${quoted(inner)}`,
  (inner) => `env LC_ALL=C bash -c ${quoted(inner)}`,
  (inner) => `find . -name x -exec bash -c ${quoted(inner)} \\;`,
  (inner) => `ls | xargs bash -c ${quoted(inner)}`,
  (inner) => `! {\n${inner}\n}`,
  (inner) => `cd src &&\n${inner}`,
  (inner) => `ls # reads\n${inner}`,
  (inner) => `echo 'a' "b" \\\n  c\n${inner}`,
  (inner) => `${inner}\nls`,
  (inner) => `cat <<'EOF_' | sort\ntext\nEOF_\n${inner}`,
]

/** Ways to have it run that take a simple command only. */
const aroundWords: ((inner: string) => string)[] = [
  (inner) => `env ${inner}`,
  (inner) => `timeout 5 ${inner}`,
  (inner) => `nice -n 5 ${inner}`,
  (inner) => `command ${inner}`,
  (inner) => `stdbuf -oL ${inner}`,
  (inner) => `time ${inner}`,
  (inner) => `ls | xargs ${inner}`,
  (inner) => `ls | xargs -n1 ${inner}`,
  (inner) => `find . -exec ${inner} {} \\;`,
  (inner) => `LC_ALL=C ${inner}`,
  (inner) => `ls | ${inner}`,
  (inner) => `${inner} | head`,
  (inner) => `${inner} 2>/dev/null`,
  (inner) => `ls && ${inner} && ls`,
]

// Not what ends the command it is put into itself: `echo "$(ls ))"` reads, and prints a parenthesis.
const notReading = [...changing, ...cannotTell, ...adversarial, ...adversarialBytes].filter(
  (command) => command !== "ls )",
)
const simple = [
  "rm x",
  "git commit -m x",
  "touch a",
  "mv a b",
  "sed -i s/a/b/ x",
  "npm install",
  "./x.sh",
  "tee out",
  "sort -o x y",
]

describe("a command that changes something", () => {
  test("is found in each of them", () => {
    for (const command of notReading) {
      for (const whole of aroundScripts.map((wrap) => wrap(command))) {
        expect(classOf(whole), whole).not.toBe("reads")
      }
    }
  })

  test("is found in whatever it is put into", () => {
    const context = fc.array(fc.constantFrom(...aroundScripts), { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(fc.constantFrom(...notReading), context, (command, around) => {
        const whole = around.reduce((inner, wrap) => wrap(inner), command)
        expect(classOf(whole), whole).not.toBe("reads")
      }),
      { numRuns: 3_000 },
    )
  })

  test("is found behind whatever runs it", () => {
    const words = fc.array(fc.constantFrom(...aroundWords), { maxLength: 3 })
    const scripts = fc.array(fc.constantFrom(...aroundScripts), { maxLength: 2 })
    fc.assert(
      fc.property(fc.constantFrom(...simple), words, scripts, (command, inner, outer) => {
        const whole = [...inner, ...outer].reduce((text, wrap) => wrap(text), command)
        expect(classOf(whole), whole).not.toBe("reads")
      }),
      { numRuns: 2_000 },
    )
  })
})

describe("a command that reads", () => {
  const all = [...reading, ...readingElsewhere]

  test("does not when its output goes to a file", () => {
    for (const command of all) {
      expect(classOf(`{\n${command}\n} > out.txt`), command).toBe("changes")
      if (!/[\n#]/.test(command)) expect(classOf(`${command} > out.txt`), command).not.toBe("reads")
    }
  })

  test("still does when it is put into what reads", () => {
    const harmless = fc.array(fc.constantFrom(...aroundScripts.slice(0, 8), ...aroundScripts.slice(11, 17)), {
      minLength: 1,
      maxLength: 3,
    })
    const plain = all.filter((command) => !/\$|^exec|\bx=|-exec/.test(command))
    fc.assert(
      fc.property(fc.constantFrom(...plain), harmless, (command, around) => {
        const whole = around.reduce((inner, wrap) => wrap(inner), command)
        expect(classOf(whole), `${whole}: ${classifyCommand(whole, at).because}`).toBe("reads")
      }),
      { numRuns: 2_000 },
    )
  })

  test("reads in any order with others", () => {
    const some = fc.array(fc.constantFrom("ls", "git status", "cat a b", "grep x f | head", "echo $(pwd)"), {
      minLength: 1,
    })
    fc.assert(fc.property(some, (commands) => classOf(commands.join("; ")) === "reads"))
  })
})

describe("arbitrary text", () => {
  const shellish = fc.array(
    fc.constantFrom(
      ...`rm|ls|x|$|(|)|{|}|'|"|\\|;|&|<|>|#|=|[|]|*|?|!|~| |  |\n|EOF|<<|\`|-o|--|$(|\${|}|cat|echo|if|then|fi|for|in|do|done|case|esac|((|))`.split(
        "|",
      ),
      "|",
      "||",
    ),
    { maxLength: 24 },
  )

  test("never makes it throw, and has the form of a verdict", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary" }),
          fc.string(),
          shellish.map((parts) => parts.join("")),
        ),
        (text) => {
          for (const verdict of [classifyCommand(text, at), classifyPowerShell(text, at)]) {
            expect(["reads", "changes", "unknown"]).toContain(verdict.class)
            expect(verdict.because?.length ?? 0).toBeLessThanOrEqual(80)
            for (const target of verdict.targets) expect(target).toMatch(/^\//)
          }
        },
      ),
      { numRuns: 5_000 },
    )
  })

  test("does not read if its first word is no command that is known", () => {
    const name = fc
      .stringMatching(/^[a-z]{9,14}$/)
      .filter((word) => !/^(sha|getfacl|basename|traceroute|hexdump|mapfile)/.test(word))
    const rest = fc.array(fc.stringMatching(/^[\w./-]{1,8}$/), { maxLength: 4 })
    const known =
      /^(colordiff|journalctl|systemctl|readarray|docker-compose|sha\w+|findmnt|sestatus|dpkg-query|apt-cache|nvidia-smi|shellcheck|xcodebuild|actionlint)$/
    fc.assert(
      fc.property(
        name.filter((word) => !known.test(word)),
        rest,
        (first, words) => {
          expect(classOf([first, ...words].join(" "))).not.toBe("reads")
        },
      ),
    )
  })

  test("takes no long time, however it was made", () => {
    const hard = [
      `${"cd x; ".repeat(3_000)}rm y`,
      `${"cd x && ".repeat(3_000)}ls`,
      `sed 's/${"[[:".repeat(10_000)}/x/' f`,
      `${"for i in a; do ".repeat(150)}ls${"; done".repeat(150)}`,
      `ls ${"a ".repeat(24_000)}`,
      `echo ${"$".repeat(45_000)}`,
      "'".repeat(45_001),
      `cat > x <<'EOF'\n${"line\n".repeat(100_000)}EOF`,
    ]
    for (const command of hard) {
      const started = performance.now()
      classifyCommand(command, at)
      classifyPowerShell(command, at)
      expect(performance.now() - started, command.slice(0, 30)).toBeLessThan(3_000)
    }
  })

  test("does not make the parser's depth a way through", () => {
    for (const deep of [
      "$(".repeat(5_000),
      `${"(".repeat(3_000)}rm x${")".repeat(3_000)}`,
      `${"{ ".repeat(3_000)}rm x;${" }".repeat(3_000)}`,
    ]) {
      expect(classOf(deep)).not.toBe("reads")
    }
    const nested = Array.from({ length: 30 }).reduce<string>(
      (inner) => `bash -c ${quoted(inner)}`.slice(0, 200_000),
      "rm x",
    )
    expect(classOf(nested)).not.toBe("reads")
  })
})
