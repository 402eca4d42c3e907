import { defineConfig } from "tsup"

export default defineConfig({
  entry: {
    index: "src/index.ts",
    "stores/file": "src/stores/file.ts",
    remote: "src/remote.ts",
    testing: "src/testing.ts",
    "stores/memory": "src/stores/memory.ts",
  },
  format: "esm",
  target: "node20",
  dts: { compilerOptions: { ignoreDeprecations: "6.0", noEmit: false } },
  clean: true,
})
