/**
 * The program of a guard, for any POSIX shell: built-ins, and `grep` and `sleep` if they are there.
 *
 * A line on its stdin is `+ PID PATH` for a process group and a file of its own, `- PID` for one that is gone, `?` for a
 * question, or `quit`. The answer to a question is a line `PID LAUNCH PAGES STAT` for each process of those groups or with
 * the mark, LAUNCH being `-` if it has no mark, and a line with a dot and the host's own pages. If its stdin ends without
 * `quit`, the host is dead, and everything it had started must go.
 *
 * @module
 */

/** What its first argument is: the mark of the host. */
export const GUARD_SCRIPT: string = `
exec 2>/dev/null
host=$1
set --
# What it starts must not be taken for itself.
unset GUARDS
# It outlives the signals that end its host.
trap '' HUP INT QUIT TERM PIPE USR1 USR2

# Sets $marked to lines FILE:HOST.LAUNCH, one for each process whose environment has the mark.
find_marked() {
  marked=$(grep -aso "$host[.][0-9a-f]\\{8\\}" /proc/[0-9]*/environ)
  # A grep that does not find this shell stops at the first NUL, or is not there.
  case $marked in *"/proc/$$/environ:"*) return ;; esac
  marked=
  for file in /proc/[0-9]*/environ; do
    while read -r line || [ -n "$line" ]; do
      case $line in *"$host."*)
        rest=\${line#*"$host."}
        marked="$marked$file:$host.\${rest%"\${rest#????????}"}
"
        break ;;
      esac
    done <"$file"
  done
}

# Sets $members to the files of the processes in the groups $@, but those that have ended and were not reaped yet.
find_members() {
  groups=
  for entry do groups="$groups|\${entry%% *}"; done
  members=
  [ $# -eq 0 ] || members=$(grep -lsE "\\) [^ZX] [0-9]+ (\${groups#|}) " /proc/[0-9]*/stat)
}

# Calls $action with the id and the launch of each process that is left: in the groups $@, or with the mark.
each_left() {
  find_members "$@"
  find_marked
  for hit in $members $marked; do
    pid=\${hit#/proc/}
    pid=\${pid%%/*}
    case $hit in *:*) launch=\${hit##*.} ;; *) launch=- ;; esac
    [ "$pid" = "$$" ] || "$action" "$pid" "$launch"
  done
}

report() {
  read -r _ pages _ <"/proc/$1/statm" || return 0
  stat=
  while read -r part; do stat="$stat$part "; done <"/proc/$1/stat"
  printf '%s %s %s %s\\n' "$1" "$2" "$pages" "$stat"
}

signal_one() {
  kill -s "$signal" "$1" && is_left=1
}

# Sends $signal to all that is left; fails where nothing is.
signal_left() {
  is_left=
  for entry do
    kill -s "$signal" -- "-\${entry%% *}" && [ ! -e "/proc/$$" ] && is_left=1
  done
  action=signal_one
  each_left "$@"
  [ -n "$is_left" ]
}

# Ends everything: first it may end itself, then it must.
sweep() {
  signal=TERM
  signal_left "$@"
  signal=CONT
  for _ in 1 2 3 4 5; do
    signal_left "$@" || break
    sleep 0.05 || break
  done
  signal=KILL
  # What was forked meanwhile is found in the next round.
  round=0
  while signal_left "$@" && [ "$round" -lt 100 ]; do round=$((round + 1)); done
  for entry do
    path=\${entry#* }
    [ -S "$path" ] && rm -f "$path"
  done
}

while read -r word pid path; do
  case $word in
    +) set -- "$@" "$pid $path" ;;
    -)
      for entry do
        shift
        [ "\${entry%% *}" = "$pid" ] || set -- "$@" "$entry"
      done ;;
    '?')
      action=report
      each_left "$@"
      read -r _ pages _ <"/proc/$PPID/statm"
      echo ". $pages" ;;
    quit) exit 0 ;;
  esac
done
sweep "$@"
exit 0
`;
