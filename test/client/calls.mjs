// The tool calls that a story's model makes, by the names and inputs of the client's own tools.
export const Read = (file_path) => ({ name: "Read", input: { file_path } })

export const Write = (file_path, content) => ({ name: "Write", input: { file_path, content } })

export const Edit = (file_path, old_string, new_string) => ({
  name: "Edit",
  input: { file_path, old_string, new_string, replace_all: false },
})

export const Bash = (command, more = {}) => ({
  name: "Bash",
  input: { command, description: "a step of the story", ...more },
})

export const Agent = (prompt, more = {}) => ({
  name: "Agent",
  input: { description: "a helper", prompt, subagent_type: "general-purpose", ...more },
})

/** The client makes a worktree of its own, below `.claude/worktrees`, and goes on in it. */
export const EnterWorktree = (name) => ({ name: "EnterWorktree", input: { name } })

/** The client goes back to where it was started. */
export const ExitWorktree = () => ({ name: "ExitWorktree", input: { action: "keep" } })

/** A command that goes on until the story makes the file `go`; then it writes `late` into `file`. */
export const BashUntil = (go, file, more) =>
  Bash(`until [ -e ${go} ]; do sleep 0.2; done; echo late > ${file}`, more)
