// Compares what each package exports, by its built types, with the report in `api/` that was reviewed with the change:
//
//   node scripts/check-api.mjs            fails when a report would change, and shows how
//   node scripts/check-api.mjs --update   writes the reports; a change of one is a change for users
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs"
import { basename, join } from "node:path"
import { fileURLToPath } from "node:url"
import { Extractor, ExtractorConfig } from "@microsoft/api-extractor"

const root = fileURLToPath(new URL("..", import.meta.url))
const reports = join(root, "api")
const update = process.argv.includes("--update")
/** What the reports would be is written where nobody looks for them. */
const scratch = join(root, "node_modules/.api")

/** The entry points of a published package that have types, from its own manifest. */
function entriesOf(name) {
  const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8"))
  if (manifest.private) return []
  return Object.entries(manifest.exports).flatMap(([subpath, { types }]) =>
    types === undefined ? [] : [{ types, report: subpath === "." ? name : `${name}.${basename(subpath)}` }],
  )
}

function check(name, { types, report }) {
  const projectFolder = join(root, "packages", name)
  const quiet = { default: { logLevel: "none" } }
  const extractorConfig = ExtractorConfig.prepare({
    packageJsonFullPath: join(projectFolder, "package.json"),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder,
      mainEntryPointFilePath: join(projectFolder, types),
      compiler: { tsconfigFilePath: join(projectFolder, "tsconfig.json") },
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        reportFolder: reports,
        reportTempFolder: scratch,
        reportFileName: report,
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: quiet, tsdocMessageReporting: quiet },
    },
  })
  const { apiReportChanged, succeeded } = Extractor.invoke(extractorConfig, {
    localBuild: update,
    printApiReportDiff: true,
    messageCallback(message) {
      if (message.messageId.startsWith("console-") && message.messageId !== "console-api-report-diff")
        message.handled = true
    },
  })
  if (apiReportChanged && update) console.log(`api/${report}.api.md written`)
  return succeeded && (update || !apiReportChanged)
}

mkdirSync(reports, { recursive: true })
mkdirSync(scratch, { recursive: true })
const checked = readdirSync(join(root, "packages")).flatMap((name) =>
  entriesOf(name).map((entry) => ({ report: entry.report, same: check(name, entry) })),
)
rmSync(scratch, { recursive: true, force: true })
const changed = checked.filter(({ same }) => !same)
if (changed.length > 0) {
  console.error(
    `${changed.map(({ report }) => `api/${report}.api.md`).join(", ")}: not what the packages export. If the change is meant: pnpm api --update`,
  )
  process.exitCode = 1
} else console.log(`api: ${checked.length} entry points as reported`)
