const MOVE = `esac && same_process && LC_ALL=C /bin/mv "$from" "$next" 2>/dev/null`

/** Launchers that are wrong in the way they move a lease; the hammer must catch each. */
export const CONTROLS = {
  sight: { name: "let go on sight, without a move", find: MOVE, replace: "esac && same_process" },
  copy: { name: "the next name beside the old one", find: MOVE, replace: MOVE.replace("/bin/mv", "/bin/cp") },
  retry: {
    name: "a failed move tried again on whatever is there",
    find: MOVE,
    replace: `${MOVE.replace("&& LC_ALL", "&& { LC_ALL")} || { set +f; set -- "$states"/*; /bin/mv "$1" "$next"; }; }`,
  },
}

/** Applies one of the table's replacements. An anchor that is gone is an error, so that the table cannot rot. */
export function applied({ name, find, replace }, text) {
  const count = text.split(find).length - 1
  if (count !== 1)
    throw new Error(`"${name}": its anchor occurs ${count} times; the table must follow the source`)
  return text.replace(find, () => replace)
}

/** Lines that keep the launcher safe, each taken away once, and what has to notice. */
export const MUTATIONS = [
  ...Object.values(CONTROLS).map((control) => ({ ...control, by: "hammer" })),
  { ...CONTROLS.sight, name: "the move", by: "situations" },
  {
    name: "whose lease it is",
    find: `[ $# -eq 13 ] && [ "$1.$3.$5.$6.$7.$8.$9" = "b1.h.$owner" ] && [ "$6" = "$client" ] || return 1`,
    replace: "[ $# -eq 13 ] || return 1",
    by: "situations",
  },
  { name: "exactly one state", find: "  [ $# -eq 1 ] || return 1\n", replace: "", by: "situations" },
  {
    name: "enough time left",
    find: ` && [ "$left" -ge "$before" ]`,
    replace: "",
    by: "situations",
  },
  {
    name: "until when a store need not be asked",
    find: ` && [ "$now" -lt "$until" ]`,
    replace: "",
    by: "situations",
  },
  {
    name: "the same by the clock that goes on while the machine sleeps",
    find: ` && [ "$note" -nt /proc/$$ ]`,
    replace: "",
    by: "situations",
  },
  {
    name: "the branch that a store knows",
    find: ` && [ "$line" = "$branch" ]`,
    replace: "",
    by: "situations",
  },
  {
    name: "when the client's process started",
    find: `  [ "\${20-}" = "$start" ]\n`,
    replace: "  :\n",
    by: "situations",
  },
  {
    name: "this boot",
    find: `  case $booted in "$boot"-*) ;; *) return 1 ;; esac\n`,
    replace: "",
    by: "situations",
  },
  { name: "that it is the same process", find: " && same_process", replace: "", by: "situations" },
  {
    name: "a line's end is no letter",
    find: `while [ "$text" != "\${text#*"$newline"}" ]; do`,
    replace: "while false; do",
    by: "situations",
  },
  {
    name: "where a command goes",
    find: "case $before_it in cd | pushd | -C) place=$word ;; esac\n",
    replace: "\n",
    by: "situations",
  },
  {
    name: "what is quoted by a backquote",
    find: `IFS=" '\\\`;|`,
    replace: `IFS=" ';|`,
    by: "situations",
  },
  {
    name: "where a glob stands",
    find: `inside "$cwd/\${place%/*}" ;;`,
    replace: ":;;",
    by: "situations",
  },
  {
    name: "no other workspace on the way",
    find: ` && [ ! -e "$path/.git" ]`,
    replace: "",
    by: "situations",
  },
  { name: "no link on the way", find: `[ ! -L "$path" ] && `, replace: "", by: "situations" },
  { name: "no way up", find: " | */../*) return 1 ;;", replace: ") return 1 ;;", by: "situations" },
  {
    name: "the session that the event names",
    find: ` && [ "$of" = "$session" ]`,
    replace: "",
    by: "situations",
  },
  { name: "a generation on", find: "b1.$(($2 + 1)).h", replace: "b1.$2.h", by: "situations" },
  {
    name: "the lease's own end",
    find: ".h.$4.$owner.",
    replace: ".h.$4.$owner.9",
    by: "situations",
  },
  {
    name: "whether the move was made",
    find: "2>/dev/null\n}\n\n# Whether a lease",
    replace: "2>/dev/null || :\n}\n\n# Whether a lease",
    by: "hammer",
  },
]
