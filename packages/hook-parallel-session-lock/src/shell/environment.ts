/** Settings for programs that cannot make a reading one change or run anything. */
const harmless =
  /^(LC_[A-Z]+|LANG|LANGUAGE|TZ|TERM|COLUMNS|LINES|NO_COLOR|FORCE_COLOR|CLICOLOR|CLICOLOR_FORCE|CI|GIT_OPTIONAL_LOCKS|GIT_TERMINAL_PROMPT|GIT_CONFIG_NOSYSTEM|NODE_ENV|NODE_NO_WARNINGS|PYTHONDONTWRITEBYTECODE|PYTHONUNBUFFERED|PYTHONIOENCODING|PYTHONUTF8|LS_COLORS|BLOCKSIZE|MSYS_NO_PATHCONV|HOMEBREW_NO_AUTO_UPDATE|NO_UPDATE_NOTIFIER|MANWIDTH)$/

/** A pager is a program to run; `cat` is one that reads. */
const pagers = /^(GIT_|GH_|MAN|BAT_|SYSTEMD_|AWS_)?PAGER$/

/**
 * Names that a shell or the programs of the table act on. An assignment changes them for these programs only if they are
 * in the environment already, which cannot be seen from here.
 */
const acted =
  /^(PATH|HOME|IFS|ENV|PWD|OLDPWD|CDPATH|FPATH|SHELL|SHELLOPTS|EDITOR|VISUAL|BROWSER|PAGER|MANPAGER|TMPDIR|TMP|TEMP|POSIXLY_CORRECT|PROMPT_COMMAND|PS[0-4]|HISTFILE|FUNCNEST|GLOBIGNORE|EXECIGNORE|NULLCMD|READNULLCMD|OPTARG|OPTIND|TAR_OPTIONS|GREP_OPTIONS|GZIP|ZIPOPT|UNZIP|ZIPINFO|RSYNC_RSH|SYSTEMD_.*|(GIT|GH|LD|DYLD|LESS|BAT|BASH|NODE|NPM|PNPM|YARN|COREPACK|PYTHON|PIP|UV|PERL|RUBY|BUNDLE|JAVA|JDK|GO|CARGO|RUST|RUSTUP|DOCKER|COMPOSE|KUBE|CURL|WGET|SSH|SSL|XDG|AWK|GAWK|RIPGREP|FZF|MAN|LOC|GCONV|MALLOC|GLIBC|ZSH|ZDOTDIR|HOMEBREW|BREW|npm|http|https|ftp|all|no|cargo|pip)(_.*|[A-Z]*)?)$/

/** Lower-case names that zsh has tied to its own settings. */
const zsh =
  /^(path|cdpath|fpath|manpath|mailpath|module_path|psvar|prompt|argv|status|signals|functions|functrace|aliases|galiases|saliases|builtins|commands|options|modules|parameters|widgets|watch|fignore|dirstack|nameddirs|userdirs|jobstates|jobdirs|jobtexts|history|terminfo|termcap|hooks|precmd|preexec|chpwd|periodic)(_functions)?$/

/** Whether `NAME=value` before a command, or `export NAME=value`, leaves what programs do as it is. */
export function isHarmlessSetting(name: string, value: string | null): boolean {
  return harmless.test(name) || (pagers.test(name) && (value === "cat" || value === ""))
}

/** Whether a name may be assigned without meaning more than a variable of this script. */
export function isPlainVariable(name: string): boolean {
  return /^[A-Za-z_]\w*$/.test(name) && !acted.test(name) && !zsh.test(name)
}
