/** The file-system calls that the file store is made of: each of them can be disturbed. */
export const CALLS = [
  "readdirSync",
  "renameSync",
  "mkdirSync",
  "writeFileSync",
  "readFileSync",
  "unlinkSync",
  "rmdirSync",
  "lstatSync",
  "statfsSync",
  "openSync",
  "closeSync",
]
