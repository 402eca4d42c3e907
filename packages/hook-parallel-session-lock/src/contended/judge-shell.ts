import type { GateDeps, SessionCall } from "../gate-deps.ts"
import { type CommandVerdict, classifyCommand, classifyPowerShell } from "../shell/classify.ts"

/** What a shell command does, by its grammar. */
export function judgeShell(
  shell: { readonly language: "bash" | "powershell"; readonly text: string },
  call: SessionCall,
  { places, config, env, fs }: GateDeps,
): CommandVerdict {
  const classify = shell.language === "bash" ? classifyCommand : classifyPowerShell
  return classify(shell.text, {
    cwd: call.cwd ?? env.CLAUDE_PROJECT_DIR ?? "/",
    ...(places.home !== null && { home: places.home }),
    tempDirs: places.tempDirs,
    readOnlyCommands: config.readOnlyCommands,
    isDirectory: (path) => fs.exists(`${path}/`), // what is no directory has nothing below it
  })
}
