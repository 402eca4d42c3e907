import { defineConfig, type Options } from "tsup"

/** PostgreSQL's client in JavaScript would load one in C if it is asked to; nobody asks here, and it is not there. */
const withoutNativeClient: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "without-native-client",
  setup(build) {
    build.onResolve({ filter: /^(?:pg-native|\.\/native)$/ }, ({ path }) => ({ path, namespace: "nothing" }))
    build.onLoad({ filter: /.*/, namespace: "nothing" }, () => ({ contents: "module.exports = null" }))
  },
}

/** What asks a server is a file of its own, loaded by those calls that ask. */
const clientsApart: NonNullable<Options["esbuildPlugins"]>[number] = {
  name: "clients-apart",
  setup(build) {
    build.onResolve({ filter: /^\.\.\/remote\.ts$/ }, () => ({ path: "./remote.cjs", external: true }))
  },
}

export default defineConfig([
  {
    entry: { index: "src/index.ts" },
    format: "esm",
    target: "node20",
    dts: { compilerOptions: { ignoreDeprecations: "6.0", noEmit: false } },
    clean: true,
  },
  {
    // The executable that clients start, and the parts of it that most calls never load. Nothing else is needed.
    entry: {
      start: "src/start.ts",
      hook: "src/bin.ts",
      contended: "src/contended.ts",
      rarely: "src/rarely.ts",
    },
    format: "cjs",
    target: "node20",
    noExternal: [/^(?!\.\/(?:contended|rarely|shared)\.cjs$)/],
    external: ["./contended.cjs", "./rarely.cjs", "./shared.cjs"],
    splitting: false,
    // It is read and compiled on every call, and terser makes it smaller than esbuild does.
    minify: "terser",
    terserOptions: {
      toplevel: true,
      compress: { passes: 3, ecma: 2020, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
      format: { ascii_only: true }, // V8 then keeps a byte a character
    },
  },
  {
    // For those who set a store that several hosts share: what a session knows without asking it, and when to ask.
    entry: { shared: "src/shared.ts" },
    format: "cjs",
    target: "node20",
    noExternal: [/^(?!\.\/remote\.cjs$)/],
    splitting: false,
    minify: true,
    esbuildOptions: (options) => {
      options.charset = "ascii"
      options.supported = { "dynamic-import": false }
    },
    esbuildPlugins: [clientsApart],
  },
  {
    // And what asks. A client library is in it, so nothing is minified that is not
    // certain to mean the same.
    entry: { remote: "src/remote.ts" },
    format: "cjs",
    target: "node20",
    noExternal: [/./],
    splitting: false,
    minify: true,
    esbuildOptions: (options) => {
      options.charset = "ascii"
      options.supported = { "dynamic-import": false } // and what it runs has `require` alone
    },
    esbuildPlugins: [withoutNativeClient],
  },
])
