// The throw-away world of one story: a home in which the client's first-run questions are answered, and
// git workspaces. Nothing of the person who runs the suite is read or inherited, but PATH.
import { execFileSync } from "node:child_process"
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"

const API_KEY = "a-key-that-only-the-stand-in-accepts"

// Asking for permission is the client's business, not the gate's: all but the prompt story allow these.
const ALLOWED = ["Read", "Write", "Edit", "Bash", "Agent"]

export class Home {
  constructor(root) {
    this.dir = join(root, "home")
    this.config = join(this.dir, ".claude")
    this.temp = join(root, "temp")
    this.settingsFile = join(this.config, "settings.json")
    this.trusted = {}
    mkdirSync(this.config, { recursive: true })
    mkdirSync(this.temp)
    this.root = realpathSync(root)
    this.#writeState()
    this.allow(ALLOWED)
  }

  /** Replaces the user's settings by these permissions alone; stories do it before they install the gate. */
  allow(tools) {
    // Newer versions offer to judge calls by a model instead of asking; the stories are not about that.
    const permissions = { allow: tools, defaultMode: "default", disableAutoMode: "disable" }
    writeFileSync(this.settingsFile, `${JSON.stringify({ permissions }, null, 2)}\n`)
  }

  settings() {
    return readFileSync(this.settingsFile, "utf8")
  }

  /** A new git repository with one commit; returns its path. */
  workspace(name, files = {}) {
    const dir = join(this.root, name)
    mkdirSync(dir)
    for (const [file, text] of Object.entries({ "README.md": `${name}\n`, ...files })) {
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      writeFileSync(join(dir, file), text)
    }
    this.git(dir, "init", "--quiet", "--initial-branch=main")
    this.git(dir, "add", "--all")
    this.git(dir, "commit", "--quiet", "--message=start")
    this.trusted[dir] = { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true }
    this.#writeState()
    return dir
  }

  git(cwd, ...args) {
    const author = ["-c", "user.name=story", "-c", "user.email=story@example.invalid"]
    execFileSync("git", [...author, ...args], {
      cwd,
      env: this.env(),
      stdio: ["ignore", "ignore", "inherit"],
    })
  }

  /** The whole environment of a process in this world. */
  env(more = {}) {
    return {
      PATH: process.env.PATH,
      HOME: this.dir,
      TMPDIR: this.temp,
      LANG: "C.UTF-8",
      CLAUDE_CONFIG_DIR: this.config,
      ANTHROPIC_API_KEY: API_KEY,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      DISABLE_TELEMETRY: "1",
      DISABLE_AUTOUPDATER: "1",
      // A client that a story could not end, such as a nested one, gives up when the stand-in closes.
      CLAUDE_CODE_MAX_RETRIES: "0",
      ...more,
    }
  }

  #writeState() {
    const state = {
      hasCompletedOnboarding: true,
      theme: "dark",
      numStartups: 5,
      customApiKeyResponses: { approved: [API_KEY.slice(-20)], rejected: [] },
      projects: this.trusted,
    }
    // Versions differ in which of the two they read.
    for (const dir of [this.dir, this.config])
      writeFileSync(join(dir, ".claude.json"), JSON.stringify(state, null, 2))
  }
}
