// Stands before start.cjs in the proof: says that a call was answered by Node, and then is start.cjs.
require("node:fs").appendFileSync(
  process.env.PROOF_JOURNAL,
  `${JSON.stringify(["node", process.env.PROOF_CALL])}\n`,
)
require("./start.cjs")
