# The common calls are answered here, without Node: this session's own lease, with time enough left, moves on to its next
# name by one rename, which works only from the name that was read. That is the same compare-and-swap that Node does, and
# it never makes a lease longer. Whatever is not as expected is left to Node: a doubt costs time, never safety.
# In: $1, the event. Out: $note, where Node notes its lease for us; $head, the line of stdin that was read; $plain, not empty
# where Node is to be started without flags.

# What every shell here can calculate with: an error in arithmetic ends dash.
number() { case $1 in '' | 0* | *[!0-9]* | ?????????????????*) return 1 ;; esac }

# Finds the lease that was noted: $from and $next are its name now and when renewed, $left its ms.
own_lease() {
  [ -n "$note" ] && [ -f "$note" ] && [ -z "${ROUTER_GATE-}" ] && [ ! -e "$config/router-gate/off" ] || return 1
  {
    read -r owner start suspended before after until _ && IFS= read -r workspace && IFS= read -r states &&
      { [ -z "$until" ] || { IFS= read -r file && IFS= read -r branch && IFS= read -r line <"$file"; }; } &&
      read -r uptime _ </proc/uptime
  } 2>/dev/null <"$note" || return 1
  set -- "$states"/*
  from=$1 name=${1##*/}
  [ $# -eq 1 ] || return 1
  case $name in *[!0-9a-z._-]*) return 1 ;; esac
  IFS=.
  # shellcheck disable=SC2086 # b1.<generation>.h.<token>.<session>.<pid>.<start>.<boot>.<pidns>.<mono>.<wall>.<calls>.<nonce>
  set -- $name
  unset IFS
  [ $# -eq 13 ] && [ "$1.$3.$5.$6.$7.$8.$9" = "b1.h.$owner" ] && [ "$6" = "$client" ] || return 1
  case $uptime in *.[0-9][0-9]) uptime=${uptime%.*}${uptime#*.}0 ;; *) return 1 ;; esac
  number "$2" && number "${10}" && number "$uptime" && number "$before" && number "$after" || return 1
  [ "$suspended" = 0 ] || number "${suspended#-}" || return 1
  boot=$8 calls=${12} now=$((uptime - suspended)) left=$((${10} - now))
  next=$states/b1.$(($2 + 1)).h.$4.$owner.${10}.${11}.${12}.$$
  # The store that other hosts ask need not be asked until then, by either clock, on that branch.
  # shellcheck disable=SC3013 # -nt is POSIX since 2024, and older in every shell
  [ -z "$until" ] || { number "$until" && [ "$now" -lt "$until" ] && [ "$note" -nt /proc/$$ ] && [ "$line" = "$branch" ]; }
}

# Whether the client's process is the one that the lease names, and not another one that got its pid.
same_process() {
  { read -r booted </proc/sys/kernel/random/boot_id && read -r stat </proc/"$client"/stat; } 2>/dev/null || return 1
  case $booted in "$boot"-*) ;; *) return 1 ;; esac
  unset IFS
  # shellcheck disable=SC2086 # /proc/<pid>/stat from its third field on; the 22nd says when the process started.
  set -- ${stat##*) }
  [ "${20-}" = "$start" ]
}

# A path in the workspace that was noted, with no link and no other workspace on its way.
inside() {
  case $1/ in *//* | */./* | */../*) return 1 ;; "$workspace"/*) ;; *) return 1 ;; esac
  path=$1
  while [ "$path" != "$workspace" ]; do
    [ ! -L "$path" ] && [ ! -e "$path/.git" ] || return 1
    path=${path%/*}
  done
}

# A command whose words name no place outside the workspace, by the rule of src/path-words.ts or a stricter one, and which
# runs as long as commands do by themselves. It comes as it stands in JSON, but for its quotes.
plain() {
  case $head in *timeout* | *run_in_background*) return 1 ;; esac
  text=$1 last='' newline='\n'
  while [ "$text" != "${text#*"$newline"}" ]; do
    text=${text%%"$newline"*}\ ${text#*"$newline"}
  done
  case $text in '' | *[!\ -~]* | *\\* | *..*) return 1 ;; esac
  [ ${#text} -le 4000 ] && inside "$cwd" || return 1
  IFS=" '\`;|&(){}<>="
  for word in $text; do
    place='' before_it=$last last=$word
    case $before_it in cd | pushd | -C) place=$word ;; esac
    case $word in /dev/null) ;; */*) place=$word ;; esac
    place=${place#./}
    case $place in
      '') ;;
      '~'* | *[\$*?[]*/*) return 1 ;;
      /*[\$*?[]*) inside "${place%/*}" ;;
      */*[\$*?[]*) inside "$cwd/${place%/*}" ;;
      *[\$*?[]*) return 1 ;;
      /*) inside "${place%/}" ;;
      *) inside "$cwd/${place%/}" ;;
    esac || return 1
  done
}

# Whether a call may go ahead: the lease is ours, lasts long enough, covers every place that is named, and was moved on.
before_call() {
  own_lease && [ "$left" -ge "$before" ] && [ -e "$workspace/.git" ] || return 1
  IFS= read -r head
  case $head in '{"'*'"}') ;; *) return 1 ;; esac
  # Split at its quotes, an event is names, values, and what stands between them. An escaped quote shows by its backslash.
  set -f
  IFS='"'
  # shellcheck disable=SC2086
  set -- $head
  unset IFS
  of='' cwd='' tool=''
  [ "${1-}" = '{' ] && shift || return 1
  while [ $# -gt 5 ] && [ "$1$2" != 'tool_input:{' ]; do
    case $3 in *\\*) return 1 ;; esac
    # One that is there twice, as in an object within, becomes what nothing below takes.
    case $1$2 in session_id:) of=${of:+//}$3 ;; cwd:) cwd=${cwd:+//}$3 ;; tool_name:) tool=${tool:+//}$3 ;; esac
    case $2 in :) shift 4 ;; *) shift 2 ;; esac
  done
  [ $# -gt 5 ] && [ "$of" = "$session" ] || return 1
  value=$5
  case $tool,$3$4 in
    Write,file_path: | Edit,file_path: | MultiEdit,file_path: | NotebookEdit,notebook_path:)
      case $value in *\\*) return 1 ;; esac
      inside "$value" ;;
    Bash,command:)
      escape=\\
      while [ "$value" != "${value%"$escape"}" ]; do
        shift
        value=${value%"$escape"}\ ${5-}
      done
      plain "$value" ;;
    *) return 1 ;;
  esac && same_process && LC_ALL=C /bin/mv "$from" "$next" 2>/dev/null
}

# Whether a lease needs nothing after a call.
after_call() { own_lease && [ "$calls" = 0 ] && [ "$left" -ge "$after" ]; }

# Whether the user has set a store that hosts share. A key may be spelt with escapes.
has_store() {
  [ -z "${ROUTER_GATE_STORE-}" ] || return 0
  [ -f "$config/router-gate.json" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in *'"store"'* | *\\u*) return 0 ;; esac
  done 2>/dev/null <"$config/router-gate.json"
  return 1
}

session=${CLAUDE_CODE_SESSION_ID-} client=${CLAUDE_PID-} config=${CLAUDE_CONFIG_DIR:-${HOME:+$HOME/.claude}}
case $session in *[!0-9a-z_-]*) session='' ;; esac
case $config in /*) [ -n "$session" ] && number "$client" && note=$config/router-gate/turns/$session ;; esac
case ${1-} in
  PreToolUse) before_call && exit 0 ;;
  PostToolUse) after_call && exit 0 ;;
esac
set +f
unset IFS
# What talks to servers needs what Node is told for that, and Node's own code, which V8 takes from a cache only if it is given no
# flags. Anything else does not, and would pay for it with as much as Node's start, or its end.
if has_store; then
  case ${1-} in PreToolUse | PostToolUse) [ -f "$note" ] || plain=1 ;; *) plain=1 ;; esac
else
  unset NODE_OPTIONS NODE_EXTRA_CA_CERTS
fi
