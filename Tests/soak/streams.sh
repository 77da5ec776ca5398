# shellcheck shell=bash disable=SC1111,SC2034,SC2154
# Quotation marks in messages are curly, and the variables are those of soak.sh.
#
# Scenarios with standard input, output and error: full disks, closed streams, readers and terminals that go away.
#
# Each run trains a third of the trials. Whatever happens to its streams, it keeps them all and writes the report. Its exit
# status is 3 if standard output did not take the whole answer, and that of the undisturbed run otherwise.

# The user's files in and beside the folders of a verification. None has a name that littleo uses.
own_files=(mine.txt report/mine.csv report/Definition4_1_Features/mine.svg store/mine.txt)

# Prepares a folder with the user's files and a store that lacks every third record.
prepare() {
  local record number=0 path
  room="$work/room"
  rm -rf "$room"
  mkdir -p "$room/report/Definition4_1_Features"
  cp -r "$work/undisturbed" "$room/store"
  for record in "$room"/store/*.json; do
    number=$((number + 1))
    if [ $((number % 3)) = 0 ]; then rm "$record"; fi
  done
  for path in "${own_files[@]}"; do echo "this is the user's: $path" >"$room/$path"; done
}
disturbed() { verify "$room/store" "$room/report"; }
# Checks the exit status of the run before: it is followed by every status that is right.
ended() {
  local status=$? what=$1
  shift
  case " $* " in *" $status "*) return 0 ;; esac
  fail "$what: exit status $status instead of $*: $(tail -1 "$room/err" 2>/dev/null)"
}
# Checks that a run kept all its trials and wrote its report in spite of everything.
reported() {
  compare "$1" "$room/report"
  [ "$(records "$room/store")" = "$trials" ] || fail "$1: $(records "$room/store") records of $trials"
}
# Checks the answer on standard output, but for the line that names the folder of the report.
answered() {
  cmp -s <(grep -v '^The report is in ' "$work/expected.txt") <(grep -v '^The report is in ' "$room/out") \
    || fail "$1: another answer"
}
# Checks that the user's files are as they were, that the same command gives the report of the undisturbed run, and that
# this report is sound.
healed() {
  local path
  completes "$room/store" "$room/report" >/dev/null 2>"$room/err" || fail "$1: the run after it: $(tail -1 "$room/err")"
  reported "$1, then undisturbed"
  for path in "${own_files[@]}"; do
    [ "$(cat "$room/$path" 2>&1)" = "this is the user's: $path" ] || fail "$1: the user's $path is not as it was"
  done
  sound "$1" "$room/report"
}
# Checks that every file of a report has its hash. “littleo doctor” must agree; it also trains networks for some seconds, so it
# is asked only once in a scenario, and in the short form once in all.
sound() {
  local state
  state=$(audit "$2")
  [ "$state" = whole ] || fail "$1: the report is not whole but $state"
  if [ -n "$asked" ]; then return; fi
  asked=1
  agrees "$1" "$2" "$state"
}
# What the hashes in environment.json say: “whole”; “open” if a file differs from its hash or is being replaced; or “none”.
audit() {
  local data="$1/environment.json"
  if [ ! -e "$data" ]; then echo none; return; fi
  if grep -q '^  "replaces"' "$data"; then echo open; return; fi
  if sed -n '/^  "files" : {/,/^  }/s/^    "\(.*\)" : "\([0-9a-f]*\)",\{0,1\}$/\2  \1/p' "$data" \
    | (cd "$1" && sha256sum --check --strict --status 2>/dev/null); then echo whole; else echo open; fi
}
# Checks that “littleo doctor” says the same of a report.
agrees() {
  local status
  "$littleo" doctor "$2" --store "$work/undisturbed" >"$work/doctor.txt" 2>&1
  status=$?
  case $3$status in
    whole0 | none0 | open3) ;;
    *)
      fail "$1: the report is $3, and doctor ended with $status"
      grep '^files' "$work/doctor.txt" >&2 || tail -1 "$work/doctor.txt" >&2 ;;
  esac
}
# Mounts a file system of 256 KiB at $work/full and fills it, but for two empty files.
fill() {
  mkdir -p "$work/full"
  mount -t tmpfs -o size=256k tmpfs "$work/full" 2>/dev/null || return 1
  mounted="$work/full"
  : >"$work/full/log"
  : >"$work/full/answer"
  head -c 1M /dev/zero >"$work/full/filler" 2>/dev/null
  return 0
}
empty() { umount "$work/full" && mounted=; }

# Standard error is a file on a disk that is full.
log() {
  local times=0
  for _ in $(seq "$streams"); do
    prepare
    disturbed >"$room/out" 2>/dev/full
    ended "a log on /dev/full" "$complete"
    reported "a log on /dev/full"
    answered "a log on /dev/full"
    healed "a log on /dev/full"
    times=$((times + 1))
    if fill; then
      prepare
      disturbed >"$room/out" 2>"$work/full/log"
      ended "a log on a full disk" "$complete"
      [ -s "$work/full/log" ] && fail "the disk of the log was not full"
      empty
      reported "a log on a full disk"
      healed "a log on a full disk"
      times=$((times + 1))
    fi
  done
  [ $times -gt "$streams" ] || skip "a log on a full disk" "mounting is not allowed here"
  row "standard error on a full disk or /dev/full" "$times times" "all trials kept, the report is the same"
}

# Standard output is a file on a disk that is full.
answer() {
  local times=0
  for _ in $(seq "$streams"); do
    prepare
    disturbed >/dev/full 2>"$room/err"
    ended "standard output on /dev/full" 3
    reported "standard output on /dev/full"
    healed "standard output on /dev/full"
    times=$((times + 1))
    if fill; then
      prepare
      disturbed >"$work/full/answer" 2>"$room/err"
      ended "standard output on a full disk" 3
      empty
      reported "standard output on a full disk"
      healed "standard output on a full disk"
      times=$((times + 1))
    fi
  done
  [ $times -gt "$streams" ] || skip "standard output on a full disk" "mounting is not allowed here"
  row "standard output on a full disk or /dev/full" "$times times" "exit status 3, all trials kept, the report is the same"
}

# Streams are closed before the program starts.
closed() {
  for _ in $(seq "$streams"); do
    prepare
    disturbed <&- >"$room/out" 2>"$room/err"
    ended "standard input closed" "$complete"
    reported "standard input closed"
    answered "standard input closed"
    prepare
    disturbed >&- 2>"$room/err"
    ended "standard output closed" 3
    reported "standard output closed"
    prepare
    disturbed >"$room/out" 2>&-
    ended "standard error closed" "$complete"
    reported "standard error closed"
    answered "standard error closed"
    prepare
    disturbed <&- >&- 2>&-
    ended "all three streams closed" 3
    reported "all three streams closed"
    healed "all three streams closed"
  done
  row "standard input, output, error or all three closed" "$((4 * streams)) times" \
    "exit status 3 where the answer is lost, all trials kept, the report is the same"
}

# The reader of a pipe ends before the program, or after one line.
reader() {
  for _ in $(seq "$streams"); do
    prepare
    disturbed 2>"$room/err" | true
    (exit "${PIPESTATUS[0]}")
    ended "a reader that reads nothing" 3
    reported "a reader that reads nothing"
    healed "a reader that reads nothing"
    # Whether the whole answer was taken depends on when the reader ends.
    prepare
    disturbed 2>"$room/err" | head -1 >/dev/null
    (exit "${PIPESTATUS[0]}")
    ended "a reader of one line" "$complete" 3
    reported "a reader of one line"
    healed "a reader of one line"
    prepare
    disturbed 2>&1 >"$room/out" | true
    (exit "${PIPESTATUS[0]}")
    ended "a reader of standard error that reads nothing" "$complete"
    reported "a reader of standard error that reads nothing"
    healed "a reader of standard error that reads nothing"
  done
  row "a reader of standard output or error that goes away" "$((3 * streams)) times" \
    "all trials kept, the report is the same"
}

# Standard error, and then standard output, is a full pipe that is not read and must not be waited for.
pipe() {
  local end
  for _ in $(seq "$streams"); do
    prepare
    mkfifo "$room/pipe"
    exec {end}<>"$room/pipe"
    # Without “of=”, dd sets the flag on the open pipe itself, so it holds for the program as well.
    dd if=/dev/zero bs=4096 count=1000 oflag=nonblock 1>&"$end" 2>/dev/null
    disturbed >"$room/out" 2>&"$end"
    ended "standard error on a full pipe" "$complete"
    answered "standard error on a full pipe"
    reported "standard error on a full pipe"
    healed "standard error on a full pipe"
    prepare
    disturbed 1>&"$end" 2>"$room/err"
    ended "standard output on a full pipe" 3
    reported "standard output on a full pipe"
    healed "standard output on a full pipe"
    exec {end}>&-
  done
  row "standard error or output on a full pipe that is not read, without waiting" "$((2 * streams)) times" \
    "exit status 3 where the answer is lost, all trials kept, the report is the same"
}

# The terminal vanishes during a run: “script”, which is the terminal, is killed. The first shell in it is ended by that, and
# then the system sends SIGHUP to all others. The second shell survives and notes how the program ended. The program is ended
# by SIGHUP, or it ignores it as under nohup and has lost its streams.
terminal() {
  local manner process status place ended=0 survived=0
  if ! command -v script >/dev/null; then
    skip "a terminal that vanishes" "there is no “script” here"
    return
  fi
  # SIGHUP is the lowest bit of the signals that this process ignores, and so all that it starts.
  if grep -q '^SigIgn:.*[13579bdf]$' "/proc/$$/status" 2>/dev/null; then
    skip "a terminal that vanishes" "SIGHUP is ignored here, as under nohup"
    return
  fi
  for _ in $(seq $((2 * streams))); do
    for manner in : ''; do
      prepare
      place=$(printf %q "$room")
      {
        echo "trap '$manner' HUP"
        # shellcheck disable=SC2016 # The inner shell expands it.
        printf '(echo $BASHPID >%s/process; exec' "$place"
        printf ' %q' "$littleo" verify "${claims[@]}" "${options[@]}" --store "$room/store" --output "$room/report"
        printf ')\necho $? >%s/status\n' "$place"
      } >"$room/within.sh"
      script -q -c "bash $place/within.sh; true" /dev/null </dev/null >/dev/null 2>&1 &
      process=$!
      awaited "$room/process"
      sleep "$(between 0.02 "$(awk -v s="$seconds" 'BEGIN { print s / 4 }')")"
      kill -KILL "$process" 2>/dev/null
      wait "$process" 2>/dev/null
      if ! awaited "$room/status"; then
        fail "the run whose terminal vanished did not end in a minute"
        kill -KILL "$(cat "$room/process")"
        continue
      fi
      status=$(cat "$room/status")
      case $manner$status in
        :129) ended=$((ended + 1)) ;;
        3) # The program ignores SIGHUP, and its answer was lost.
          survived=$((survived + 1))
          reported "a terminal that vanishes, SIGHUP ignored" ;;
        ":$complete" | "$complete") reported "a terminal that vanishes too late" ;;
        *) fail "a terminal that vanishes: exit status $status" ;;
      esac
      healed "a terminal that vanishes"
    done
  done
  [ $ended -gt 0 ] || fail "no run was ended by SIGHUP"
  [ $survived -gt 0 ] || fail "no run outlived its terminal"
  row "a terminal that vanishes during a run" "$ended runs ended by SIGHUP, $survived that ignored it" \
    "a run that ignored it has written its report; after all of them the report is the same"
}
# Waits at most a minute until a file has a first line.
awaited() {
  for _ in $(seq 1200); do
    [ -s "$1" ] && return 0
    sleep 0.05
  done
  return 1
}

# Without /proc the program cannot read its command line. It must refuse, and must not verify all claims into the folder.
# Threads of the system's libraries miss /proc as well, at a moment of their own, so each command line is repeated.
proc() {
  local words status times=0
  room="$work/proc"
  rm -rf "$room"
  mkdir "$room"
  if ! unshare -m true 2>/dev/null; then
    skip "no /proc" "a mount namespace of one's own is not allowed here"
    return
  fi
  for words in --version verify "verify ${claims[0]} --profile quick --seeds 1 --store store --output report"; do
    for _ in $(seq $((10 * streams))); do
      times=$((times + 1))
      # shellcheck disable=SC2016,SC2086 # The inner shell expands the arguments; the words are separate arguments.
      (
        cd "$room" || exit 99
        timeout -k 1 60 unshare -m bash -c 'mount -t tmpfs none /proc || exit 98; exec "$@"' bash "$littleo" $words \
          >"$work/proc.txt" 2>"$work/proc.err"
        exit $?
      ) 2>/dev/null
      status=$?
      if [ $status != 2 ] || [ "$(wc -l <"$work/proc.err")" != 1 ]; then
        fail "“littleo $words” without /proc is not refused in one sentence, but with $status:"
        head -3 "$work/proc.err" >&2
        break
      fi
      [ -s "$work/proc.txt" ] && fail "“littleo $words” without /proc answers $(head -1 "$work/proc.txt")"
    done
  done
  [ -z "$(ls -A "$room")" ] || fail "without /proc, files were written: $(ls -A "$room")"
  row "no /proc, so no command line" "$times command lines" "refused in one sentence, nothing written"
}
