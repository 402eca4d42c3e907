import { defineConfig } from "tsup"

export default defineConfig([
  {
    // The definition, which the installer reads.
    entry: { index: "src/hook.ts" },
    format: "esm",
    target: "node20",
    dts: { compilerOptions: { ignoreDeprecations: "6.0", noEmit: false } },
    clean: true,
  },
  {
    // The executable, which the client starts. One file, because it is copied away from its node_modules.
    entry: { hook: "src/bin.ts" },
    format: "cjs",
    target: "node20",
    noExternal: [/.*/],
    minify: true,
  },
])
