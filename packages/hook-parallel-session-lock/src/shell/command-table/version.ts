import { type Argument, exactText } from "../argument.ts"

/** Programs that answer `--version` and `--help`, and do nothing else then. */
const programs = new Set(
  `node npm npx pnpm pnpx yarn bun deno python python2 python3 pip pip3 pipx uv poetry ruff mypy black ruby gem bundle
  rustc cargo rustup rustfmt go gofmt java javac kotlin kotlinc scala mvn gradle gcc g++ cc c++ clang clang++ ld make cmake
  ninja meson bazel git gh glab docker podman kubectl helm terraform ansible aws gcloud az tsc tsx eslint prettier biome
  vitest jest mocha webpack vite rollup esbuild turbo nx perl php composer lua R julia swift swiftc xcodebuild dotnet
  elixir erl ghc stack psql mysql sqlite3 redis-cli mongosh ffmpeg convert magick pandoc jq yq rg fd fdfind ag bat tree
  curl wget ssh rsync tar zip unzip gzip vim nvim emacs nano code tmux screen bash zsh fish dash claude codex gemini
  systemctl brew apt dpkg sed gsed awk gawk grep find diff sort ls cat xargs make parallel shellcheck shfmt hadolint
  actionlint act just task pre-commit nvm volta asdf mise direnv watchman protoc buf openssl gpg`.split(
    /\s+/,
  ),
)

/** For these `-v` and `-V` ask for the version too; for others they may begin something. */
const short: Readonly<Record<string, string>> = {
  "-v": "node npm npx pnpm yarn bun tsc eslint jest ruby perl php gcc clang cargo make mvn docker-compose nginx go",
  "-V": "python python3 pip pip3 ruff cargo rustc rustup git-lfs rg fd bat jq yq tmux ssh mypy prettier php deno curl wget",
}

/** Whether a command only asks a program for its version or its help. */
export function tellsVersion(name: string, args: readonly Argument[]): boolean {
  const option = exactText(args[0])
  if (args.length !== 1 || option === null) return false
  if (option === "--version" || option === "--help") return programs.has(name)
  if (option === "-version") return name === "java" || name === "javac" || name === "ffmpeg"
  if (option === "version") return /^(go|docker|helm|terraform|kubectl|bun|gh)$/.test(name)
  return Object.hasOwn(short, option) && (short[option] ?? "").split(" ").includes(name)
}
