import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/** Runs the first example of a package's README. What it printed, and what its comments say that it prints. */
export async function runReadme(
  packageUrl: URL,
  env: NodeJS.ProcessEnv,
): Promise<{ printed: string[]; promised: string[] }> {
  const readme = readFileSync(new URL("README.md", packageUrl), "utf8")
  const example = /```js\n(.*?)```/s.exec(readme)?.[1] as string
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", example], {
    cwd: fileURLToPath(packageUrl), // the package imports itself by name
    env: { ...process.env, ...env },
    encoding: "utf8",
  })
  const promised = [...example.matchAll(/^console\.log\(.*\) \/\/ (.*)$/gm)].map(
    (match) => match[1] as string,
  )
  return { printed: stdout.trim().split("\n"), promised }
}
