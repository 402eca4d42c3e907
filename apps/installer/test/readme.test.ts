// What the READMEs show is what a reader gets: every block marked `example` is run, in order, in a project that has nothing
// but the packed packages and the tools that the examples name. What it prints is compared with the `text` block after it,
// or with the comments behind its console.log.
import { execFileSync, spawnSync } from "node:child_process"
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { installPacked, packages, repository } from "./pack.ts"

const readmes = [".", ...packages]
/** Blocks that are commands or code and are not run here, by their first line, and why. */
const NOT_RUN = [
  "npx -y pnpm@10.34.9 router-gate install   # installs dependencies, builds, installs the gate", // .ci/run does
  'testStore("myStore", () => ({ store: myStore() }))', // one line of a test of this repository
  "claude plugin marketplace add <the repository, or a clone of it>", // the real client's tests do
  'eval "$(router-gate completion bash)"                                             # in ~/.bashrc', // completion.test.ts
]

const root = realpathSync(mkdtempSync(join(tmpdir(), "router-gate-readme-")))
const elsewhere = join(root, "elsewhere")

interface Block {
  language: string
  isExample: boolean
  code: string
  /** What it has to print, if the README says. */
  output: string | undefined
}

function blocksOf(readme: string): Block[] {
  const found = [...readme.matchAll(/^```(\w+)( example)?\n(.*?)^```$(?:\s*^```text\n(.*?)^```$)?/gms)]
  return found.map(([, language = "", mark, code = "", text]) => {
    const behind = [...code.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(([, said]) => `${said}\n`)
    return { language, isExample: mark !== undefined, code, output: text ?? (behind.join("") || undefined) }
  })
}

/** Runs one example in `dir`; a block whose first line names a file becomes that file. */
function run({ language, code }: Block, dir: string): string {
  const file = /^\/\/ (\S+\.\w+)$/m.exec(code.split("\n")[0] ?? "")?.[1]
  if (file !== undefined) {
    writeFileSync(join(dir, file), code)
    return ""
  }
  const [command, args] =
    language === "sh" ? ["sh", ["-ec", code]] : ["node", ["--input-type=module", "-e", code]]
  // Nothing else is inherited: CLAUDECODE, for one, would make the installer ask who it is talking to.
  const env = { PATH: process.env.PATH, HOME: join(dir, "home"), TMPDIR: root, NO_COLOR: "1" }
  const ran = spawnSync(command, args, { cwd: dir, env, encoding: "utf8" })
  expect([ran.status, ran.stderr, ran.stdout]).toEqual([0, expect.any(String), expect.any(String)])
  return ran.stdout
}

/** Puts a tool of this repository into the project, without asking the network for it. */
function lend(tool: string, from = repository): void {
  const source = realpathSync(join(from, "node_modules", tool))
  const target = join(elsewhere, "node_modules", tool)
  mkdirSync(dirname(target), { recursive: true })
  symlinkSync(source, target)
  const { bin } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"))
  const binary = typeof bin === "string" ? bin : bin?.[tool]
  if (binary) symlinkSync(join(source, binary), join(elsewhere, "node_modules/.bin", tool))
}

beforeAll(() => {
  installPacked(elsewhere)
  for (const tool of ["vitest", "typescript", "@types/node"]) lend(tool)
  // It is here as what tsup builds with.
  lend("esbuild", join(realpathSync(join(repository, "node_modules/tsup")), "../.."))
}, 180_000)

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe.each(readmes)("%s/README.md", (path) => {
  const blocks = blocksOf(readFileSync(join(repository, path, "README.md"), "utf8"))
  const dir = join(root, path === "." ? "top" : path)

  test("has an example, and no code that nobody has looked at", () => {
    expect(blocks.filter((block) => block.isExample)).not.toEqual([])
    const others = blocks.filter((block) => !block.isExample && /^(?:[jt]s|sh|bash)$/.test(block.language))
    expect(NOT_RUN).toEqual(expect.arrayContaining(others.map((block) => block.code.split("\n")[0])))
  })

  test("shows what its examples do", () => {
    mkdirSync(join(dir, "home/.claude"), { recursive: true })
    symlinkSync(join(elsewhere, "node_modules"), join(dir, "node_modules"))
    writeFileSync(join(dir, "package.json"), '{ "private": true, "type": "module" }')
    for (const block of blocks.filter((each) => each.isExample)) {
      const printed = run(block, dir)
      if (block.output !== undefined) expect(printed).toBe(block.output)
    }
  }, 120_000)

  test.runIf(blocks.some((block) => block.isExample && block.language === "ts"))(
    "has TypeScript that compiles",
    () => {
      const compilerOptions = {
        module: "NodeNext",
        target: "ES2022",
        strict: true,
        exactOptionalPropertyTypes: true,
      }
      const more = { noEmit: true, allowImportingTsExtensions: true, skipLibCheck: true, types: ["node"] }
      writeFileSync(
        join(dir, "tsconfig.json"),
        JSON.stringify({ compilerOptions: { ...compilerOptions, ...more }, include: ["*.ts"] }),
      )
      const tsc = join(elsewhere, "node_modules/typescript/bin/tsc")
      expect(execFileSync(process.execPath, [tsc, "-p", dir], { encoding: "utf8" })).toBe("")
    },
    120_000,
  )
})
