/**
 * The program of a guard, for any POSIX shell: built-ins, and `grep` and `sleep` if they are there.
 *
 * It reads lines from its stdin:
 *
 * - `+ PID PATH`: a process group to end with the host, by its leader, and a file to remove with it, or `-`.
 * - `~ PID AGO PATH`: the leader has ended, AGO hundredths of a second before.
 * - `- PID`: forget the group.
 * - `? NUMBER`: list all processes of those groups or with the mark, a line `PID LAUNCH PAGES STAT` each; LAUNCH is `-`
 *   for a process without the mark.
 * - `! NUMBER SIGNAL LAUNCH PID`: send SIGNAL, or nothing for `0`, to what is left of one launch, and list it, a line
 *   `PID` each.
 * - `quit`: end, and leave all processes alone.
 *
 * An answer ends with a line `. NUMBER PAGES`, PAGES being the host's own, or empty without `/proc`. If its stdin ends
 * without `quit`, the host is dead, and the guard ends everything that it has started.
 *
 * A group's number stays taken while any process is in the group. So the group of a leader that has ended is the
 * launch's as long as one of its members has the mark, or started before the leader's end; else the number may belong to
 * another program by now, and is left alone.
 *
 * @module
 */

/** Its first argument is the mark of the host. */
export const GUARD_SCRIPT: string = `
exec 2>/dev/null
host=$1
set --
# What it starts must not be taken for itself.
unset GUARDS
# It outlives the signals that end its host.
trap '' HUP INT QUIT TERM PIPE USR1 USR2
newline='
'
words=$IFS

# Sets $now to the hundredths of a second since the machine's start, as /proc/PID/stat counts them; empty if unknown.
read_now() {
  now=
  read -r now _ </proc/uptime
  now=\${now%.*}\${now#*.}
}

# Sets $start to when process $1 started, or to a hyphen.
read_start() {
  stat=
  while read -r part; do stat="$stat$part "; done <"/proc/$1/stat"
  set -- \${stat##*") "}
  start=\${20:--}
}

# Splits the entry $1 into $leader, $start, $end and $path.
split_entry() {
  leader=\${1%% *}
  path=\${1#* }
  start=\${path%% *}
  path=\${path#* }
  end=\${path%% *}
  path=\${path#* }
}

# Sets $marked to lines FILE:HOST.LAUNCH, one for each process whose environment has the mark.
find_marked() {
  marked=$(grep -aso "$host[.][0-9a-f]\\{8\\}" /proc/[0-9]*/environ /dev/null)
  # A grep that does not find this shell stops at the first NUL, or is missing.
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

# Sets $id, $group and $since from the line FILE:STAT in $1.
split_stat() {
  id=\${1#/proc/}
  id=\${id%%/*}
  IFS=$words
  set -- \${1##*") "}
  group=$3
  since=\${20}
  IFS=$newline
  # A program's name may hold anything, and these words are evaluated.
  case $id$group$since in *[!0-9]*) group=0 ;; esac
}

# Notes of each process in $stats what it proves of its group.
judge() {
  split_stat "$1"
  eval "known=\\$known_$group start=\\$start_$group end=\\$end_$group"
  [ -n "$known" ] || return 0
  if [ "$id" = "$group" ]; then
    # The leader itself, or a stranger with its number.
    [ "$since" = "$start" ] || [ "$start$end" = -- ] || eval "alien_$group=1"
    [ "$end" = - ] || eval "alien_$group=1"
    return 0
  fi
  case $end in
    - | x) return 0 ;;
    ?*) [ "$since" -le "$end" ] && eval "own_$group=1" && return 0 ;;
  esac
  case $marked in *"/proc/$id/environ:"*) eval "own_$group=1" ;; esac
}

# Adds a process of $stats to $members if its group is a launch's.
select_own() {
  split_stat "$1"
  # Marked processes are listed already.
  case $marked in *"/proc/$id/environ:"*) return 0 ;; esac
  eval "own=\\$own_$group alien=\\$alien_$group"
  [ -z "$own" ] || [ -n "$alien" ] || members="$members$newline/proc/$id/stat"
}

# Sets $members to the files of the processes in the groups of the entries $@ that are still the launches', but those that
# have ended and were not reaped yet. Needs $marked.
find_members() {
  members=
  [ $# -gt 0 ] || return 0
  groups=
  for entry do
    split_entry "$entry"
    groups="$groups|$leader"
    eval "known_$leader=1 start_$leader=$start end_$leader=$end alien_$leader= own_$leader="
    # Until the host has seen the leader's end, the number is taken.
    [ "$end" = - ] && eval "own_$leader=1"
  done
  stats=$(grep -asE "\\) [^ZX] [0-9]+ (\${groups#|}) " /proc/[0-9]*/stat /dev/null)
  set -f
  IFS=$newline
  for line in $stats; do judge "$line"; done
  for line in $stats; do select_own "$line"; done
  IFS=$words
  set +f
  for entry do eval "known_\${entry%% *}="; done
}

# Calls $action with the id and the launch of each process that is left: in the groups $@, or with the mark.
each_left() {
  find_marked
  find_members "$@"
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

# Signals and lists a process of the launch $only.
signal_launch() {
  [ "$2" = - ] || [ "$2" = "$only" ] || return 0
  [ "$signal" = 0 ] || kill -s "$signal" "$1"
  echo "$1"
}

signal_one() {
  kill -s "$signal" "$1" && is_left=1
}

# Whether the whole group of the entry $1 can be signalled by its number.
has_group() {
  split_entry "$1"
  [ "$end" != x ] || return 1
  [ -e "/proc/$$" ] || return 0
  was=$start
  read_start "$leader"
  [ "$start" != - ] && [ "$start" = "$was" ] && [ "$end" = - ]
}

# Sends $signal to all that is left; fails if nothing is.
signal_left() {
  is_left=
  for entry do
    has_group "$entry" && kill -s "$signal" -- "-$leader" && [ ! -e "/proc/$$" ] && is_left=1
  done
  action=signal_one
  each_left "$@"
  [ -n "$is_left" ]
}

# Sets $entry to the entry $1, with the time $now as its end if its leader is gone.
note_end() {
  entry=$1
  split_entry "$1"
  [ -n "$now" ] && [ "$end" = - ] || return 0
  was=$start
  read_start "$leader"
  [ "$start" != - ] && [ "$start" = "$was" ] || entry="$leader $was $now $path"
}

# Ends everything: first it may end itself, then it must.
sweep() {
  # Leaders that end after the host are reaped, and their numbers free.
  read_now
  for each do
    shift
    note_end "$each"
    set -- "$@" "$entry"
  done
  signal=TERM
  signal_left "$@"
  signal=CONT
  for _ in 1 2 3 4 5; do
    signal_left "$@" || break
    sleep 0.05 || break
  done
  signal=KILL
  # The next round finds what was forked in between.
  round=0
  while signal_left "$@" && [ "$round" -lt 100 ]; do round=$((round + 1)); done
  for entry do
    split_entry "$entry"
    [ -S "$path" ] && rm -f "$path"
  done
}

# Ends an answer.
end_answer() {
  pages=
  read -r _ pages _ <"/proc/$PPID/statm"
  echo ". $1 $pages"
}

while read -r word number rest; do
  case $word in
    +)
      read_start "$number"
      set -- "$@" "$number $start - $rest" ;;
    '~')
      start=-
      for entry do
        shift
        case $entry in "$number "*) split_entry "$entry" ;; *) set -- "$@" "$entry" ;; esac
      done
      read_now
      end=x
      if [ -n "$now" ]; then end=$((now - \${rest%% *}))
      elif kill -s 0 -- "-$number"; then end=-
      fi
      set -- "$@" "$number $start $end \${rest#* }" ;;
    -)
      for entry do
        shift
        [ "\${entry%% *}" = "$number" ] || set -- "$@" "$entry"
      done ;;
    '?')
      action=report
      each_left "$@"
      end_answer "$number" ;;
    '!')
      signal=\${rest%% *}
      rest=\${rest#* }
      only=\${rest%% *}
      action=signal_launch
      found=
      for entry do case $entry in "\${rest#* } "*) found=$entry ;; esac; done
      if [ -n "$found" ]; then each_left "$found"; else each_left; fi
      end_answer "$number" ;;
    quit) exit 0 ;;
  esac
done
sweep "$@"
exit 0
`;
