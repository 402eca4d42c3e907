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
    // The executable that clients start: one file, nothing to resolve at run time.
    entry: { hook: "src/bin.ts" },
    format: "cjs",
    target: "node20",
    noExternal: [/.*/],
    // It is read and compiled on every call.
    minify: true,
  },
])
