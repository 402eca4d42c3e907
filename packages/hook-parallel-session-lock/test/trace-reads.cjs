// Loaded before the executable: writes down, a line each, every file that it opens to read, every directory that it lists
// and every connection that it makes.
const fs = require("node:fs")
const net = require("node:net")
const { appendFileSync } = fs

const trace = process.env.TRACE_READS
const note = (what, where) => appendFileSync(trace, `${what} ${where}\n`)

for (const name of [
  "readFileSync",
  "openSync",
  "readdirSync",
  "readFile",
  "open",
  "readdir",
  "createReadStream",
]) {
  const real = fs[name]
  fs[name] = (path, ...rest) => {
    // A number is stdin; and a descriptor is of a file that was written down when it was opened.
    if (typeof path === "string" && path !== trace && !isWriting(name, rest)) note("read", path)
    return real(path, ...rest)
  }
}

const { connect } = net.Socket.prototype
net.Socket.prototype.connect = function (...args) {
  note("connect", JSON.stringify(args[0]))
  return connect.apply(this, args)
}

function isWriting(name, [flags]) {
  return name.startsWith("open") && typeof flags === "string" && flags !== "r"
}
