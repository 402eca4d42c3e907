import { defineConfig } from "tsup"

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
    noExternal: [/^(?!\.\/(?:contended|rarely)\.cjs$)/],
    external: ["./contended.cjs", "./rarely.cjs"],
    splitting: false,
    // It is read and compiled on every call, and terser makes it smaller than esbuild does.
    minify: "terser",
    terserOptions: {
      toplevel: true,
      compress: { passes: 3, ecma: 2020, pure_getters: true, unsafe_arrows: true, unsafe_methods: true },
      format: { ascii_only: true }, // start.cjs reads a character a byte
    },
  },
])
