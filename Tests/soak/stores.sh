# shellcheck shell=bash disable=SC1111,SC2034,SC2154
# Quotation marks in messages are curly, and the variables are those of soak.sh.
#
# Scenarios around the store: kills, damaged records, several processes, disks and memory.

# Ends a run with a signal at a random moment, without the shell's message about it.
# A shell starts background processes with SIGINT ignored, and the program then leaves SIGINT ignored. So “env” restores the
# default. With --foreground, “timeout” sends the signal once, and trials under way are finished and kept. Otherwise it sends
# the signal twice, which also ends the trials under way.
killed_with() {
  local manner=()
  if [ $((RANDOM % 2)) = 0 ]; then manner=(--foreground); fi
  (
    timeout --preserve-status ${manner[@]+"${manner[@]}"} -s "$1" "$(pause)" \
      env --default-signal=INT,TERM "$littleo" verify "${claims[@]}" "${options[@]}" --store "$2" --output "$3" \
      >/dev/null 2>"$3.err"
    exit $?
  ) 2>/dev/null
}
# A random delay of up to 90 % of the time of an undisturbed run, so that kills happen at any stage of a run.
pause() { between 0 "$(awk -v s="$seconds" 'BEGIN { print s * 0.9 }')"; }
quarantined() { find "$1/quarantine" -maxdepth 1 -name '*.json' 2>/dev/null | wc -l; }
# The number of records that a run reported as moved to quarantine.
named() { grep -c 'moved to quarantine/' "$1" 2>/dev/null; }
# The number of trials that a finished run trained itself; empty if the run did not reach its last trial. It is read from the
# last progress line, “run 300 of 300 · 120 from the store”, which lacks the second part if no trial came from the store.
trained() {
  tr -d , <"$1" | sed -n 's/^run \([0-9]*\) of \1\( · \([0-9]*\) from the store\)\{0,1\}$/\1 \3/p' | tail -1 \
    | awk '{ print $1 - $2 }'
}
# Waits until a run has stored a record.
begun() {
  local store=$1 process=$2
  for _ in $(seq 400); do
    [ "$(records "$store")" -gt 0 ] && return 0
    kill -0 "$process" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}

# Damages a random record in one of four ways, in turn. Only changes to a sound record are counted.
# It works on the variables of “kills”.
damage() {
  local store=$1 victim other before after
  victim=$(find "$store" -maxdepth 1 -name '*.json' 2>/dev/null | shuf -n 1)
  [ -n "$victim" ] || return
  before=$(cksum <"$victim")
  # A run that was killed before it read this record leaves the last damage in place.
  [ "${hurt[$victim]-}" = "$before" ] && return
  case $((attempts % 4)) in
    0) truncate -s $((RANDOM % 200)) "$victim" ;;
    1) sed -i 's/"work":/"work":1/' "$victim" ;;
    2)
      other=$(find "$store" -maxdepth 1 -name '*.json' ! -path "$victim" | shuf -n 1)
      if [ -n "$other" ]; then cp "$other" "$victim"; fi ;;
    3) head -c 300 /dev/urandom >"$victim" ;;
  esac
  attempts=$((attempts + 1))
  after=$(cksum <"$victim")
  [ "$after" != "$before" ] || return
  hurt[$victim]=$after
  damaged=$((damaged + 1))
}

# Verifications are killed at random moments, and records are damaged between them.
kills() {
  local -A hurt=()
  local attempts=0 damaged=0
  local -A took=([KILL]=0 [TERM]=0 [INT]=0)
  local -A ends=([KILL]=137 [TERM]=143 [INT]=130)
  local turns=(KILL TERM KILL INT)
  local killed=0 finished=0 tries=0 away=0 told_of=0 signal status store="$work/killed"
  while [ "$killed" -lt "$rounds" ] && [ "$tries" -lt $((4 * rounds)) ]; do
    tries=$((tries + 1))
    # Each signal is repeated until it has ended a run.
    signal=${turns[$((killed % 4))]}
    killed_with "$signal" "$store" "$work/killed-report"
    status=$?
    told_of=$((told_of + $(named "$work/killed-report.err")))
    case $status in
      "${ends[$signal]}")
        killed=$((killed + 1))
        took[$signal]=$((${took[$signal]} + 1)) ;;
      "$complete") # The run finished before the signal: start again with an empty store.
        finished=$((finished + 1))
        compare "after a kill" "$work/killed-report"
        away=$((away + $(quarantined "$store")))
        hurt=()
        rm -rf "$store" "$work/killed-report" ;;
      *)
        fail "exit status $status after SIG$signal: $(tail -1 "$work/killed-report.err")" ;;
    esac
    if [ $((tries % 3)) = 0 ]; then damage "$store"; fi
  done
  completes "$store" "$work/killed-report" >/dev/null 2>"$work/last.err" || fail "the run after all kills"
  compare "after all kills" "$work/killed-report"
  away=$((away + $(quarantined "$store")))
  told_of=$((told_of + $(named "$work/last.err")))
  [ "$killed" -ge "$rounds" ] || fail "$killed kills of $rounds in $tries runs"
  for signal in KILL TERM INT; do
    [ "${took[$signal]}" -ge $((rounds / 5)) ] || fail "SIG$signal ended only ${took[$signal]} runs of $rounds"
  done
  row "killed by a signal at a random moment" \
    "$killed kills: SIGKILL ${took[KILL]}, SIGTERM ${took[TERM]}, SIGINT ${took[INT]}" \
    "reports compared $((finished + 1)) times, all the same"
  [ "$damaged" -ge $((rounds / 10)) ] || fail "only $damaged records were damaged"
  [ "$away" = "$damaged" ] || fail "$damaged records were damaged and $away are in quarantine"
  [ "$told_of" = "$damaged" ] || fail "$damaged records were damaged and $told_of named"
  row "records truncated, edited, exchanged or overwritten between them" "$damaged records" \
    "$away of them named and in quarantine, each trained again, none trusted"
}

# Two processes on one store are both killed and restarted.
pair() {
  local killed=0 tries=0 first store="$work/pair"
  while [ "$killed" -lt "$pair_rounds" ] && [ "$tries" -lt $((4 * pair_rounds)) ]; do
    tries=$((tries + 1))
    killed_with KILL "$store" "$work/pair-a" &
    first=$!
    killed_with KILL "$store" "$work/pair-b"
    [ $? = 137 ] && killed=$((killed + 1))
    wait "$first"
    [ $? = 137 ] && killed=$((killed + 1))
    # A complete store has no trial left to interrupt, so start again.
    if [ "$(records "$store")" = "$trials" ]; then rm -rf "$store"; fi
  done
  [ "$killed" -ge "$pair_rounds" ] || fail "$killed kills of $pair_rounds in $tries pairs of runs"
  completes "$store" "$work/pair-a" >/dev/null 2>&1 &
  first=$!
  completes "$store" "$work/pair-b" >/dev/null 2>&1 || fail "one of two processes"
  wait "$first" || fail "the other of two processes"
  compare "one of two processes" "$work/pair-a"
  compare "the other of two processes" "$work/pair-b"
  [ "$(records "$store")" = "$trials" ] || fail "two processes left $(records "$store") records of $trials"
  row "two processes on one store, both killed and restarted" "$killed kills" \
    "two reports the same, $trials of $trials trials"
}

# Two undisturbed processes print how many trials each one trained. A meeting counts only if both trained some.
meeting() {
  local met=0 meeting store first a b shares=''
  for meeting in $(seq "$meetings"); do
    store="$work/meeting-$meeting"
    completes "$store" "$work/meeting-a" >/dev/null 2>"$work/meeting-a.err" &
    first=$!
    completes "$store" "$work/meeting-b" >/dev/null 2>"$work/meeting-b.err" || fail "one of two undisturbed processes"
    wait "$first" || fail "the other of two undisturbed processes"
    compare "one of two undisturbed processes" "$work/meeting-a"
    compare "the other of two undisturbed processes" "$work/meeting-b"
    a=$(trained "$work/meeting-a.err") b=$(trained "$work/meeting-b.err")
    if [ -z "$a" ] || [ -z "$b" ]; then
      fail "one of two processes does not say how many trials it trained"
    elif [ $((a + b)) != "$trials" ]; then
      fail "two processes trained $a + $b trials of $trials"
    elif [ "$a" -gt 0 ] && [ "$b" -gt 0 ]; then
      met=$((met + 1)) shares="$a + $b"
    fi
  done
  [ "$met" -gt 0 ] || fail "two processes on one empty store never shared its trials"
  row "two processes on one empty store at the same time" "$meetings times, shared $met times, the last as $shares" \
    "two reports the same, each of $trials trials trained by one of them, none twice"
}

# The store is removed in the middle of a run.
removed() {
  # If the run had no record left to write, the removal had no effect and is repeated.
  local hit='' process store
  for _ in 1 2 3 4 5; do
    store="$work/removed"
    rm -rf "$store" "$work/removed-report"
    settles "$store" "$work/removed-report" "$work/removed.err" &
    process=$!
    begun "$store" "$process" && sleep "$(between 0.2 0.6)"
    # The folder cannot be removed while a record is being written, so try again.
    for _ in $(seq 50); do
      rm -rf "$store" 2>/dev/null
      [ -d "$store" ] || break
    done
    wait "$process" || fail "the run whose store was removed"
    compare "the store removed" "$work/removed-report"
    if grep -q "could not be written" "$work/removed.err"; then hit=1; break; fi
  done
  [ -n "$hit" ] || fail "in five runs, no record was missed by a store that was removed"
  row "the store removed in the middle of a run" "once" "the records that could not be kept are named, exit status 3, the report is the same"
}

# The disk of the store is full, or turns read-only.
disk() {
  local hit='' turned process status store
  mkdir -p "$work/disk"
  if mount -t tmpfs -o size=256k tmpfs "$work/disk" 2>/dev/null; then
    mounted="$work/disk"
    store="$work/disk/store"
    settles "$store" "$work/full-report" "$work/full.err" || fail "the run on a full disk"
    compare "a full disk" "$work/full-report"
    grep -q "could not be written" "$work/full.err" || fail "a full disk was not mentioned"
    [ "$(records "$store")" -lt "$trials" ] || fail "the disk was never full"
    mount -o remount,size=64m "$work/disk" || fail "the disk did not get room"
    completes "$store" "$work/full-report" >/dev/null 2>&1 || fail "the run after the disk had room again"
    compare "room again" "$work/full-report"
    [ "$(records "$store")" = "$trials" ] || fail "with room again, $(records "$store") records of $trials"
    row "a disk that is full" "256 KiB for the store" \
      "trials that could not be kept are named, exit status 3, the report is the same; with room again all are kept"

    hit=
    for _ in 1 2 3 4 5; do
      mount -o remount,rw "$work/disk" || { fail "the disk cannot be written to again"; break; }
      rm -rf "$store" "$work/read-report"
      settles "$store" "$work/read-report" "$work/turned.err" &
      process=$!
      begun "$store" "$process" && sleep "$(between 0.2 0.6)"
      # The disk cannot be remounted while a record is being written, so try again.
      turned=
      for _ in $(seq 50); do
        if mount -o remount,ro "$work/disk" 2>/dev/null; then turned=1; break; fi
        sleep 0.02
      done
      wait "$process" || fail "the run on a disk that turned read-only"
      compare "read-only" "$work/read-report"
      if [ -n "$turned" ] && grep -q "could not be written" "$work/turned.err"; then hit=1; break; fi
    done
    [ -n "$hit" ] || fail "in five runs, no record was missed by a disk that turned read-only"
    mount -o remount,ro "$work/disk" || fail "the disk does not turn read-only"
    verify "$store" "$work/none" >/dev/null 2>"$work/refused.err"
    status=$?
    [ $status = 2 ] && [ "$(wc -l <"$work/refused.err")" = 1 ] \
      || fail "a read-only store is not refused in one sentence, but with $status: $(head -2 "$work/refused.err")"
    umount "$work/disk" && mounted=
    row "a disk that turns read-only" "once" \
      "trials that could not be kept are named, the report is the same; a new run is refused in one sentence"
  else
    skip "a disk that is full" "mounting is not allowed here"
    skip "a disk that turns read-only" "mounting is not allowed here"
  fi
}

# The address space is limited.
memory() {
  local kib status
  for kib in 600000 1200000; do
    (
      ulimit -v $kib
      verify "$work/memory-$kib" "$work/memory-report-$kib" >/dev/null 2>"$work/memory.err"
    )
    status=$?
    if [ $status = "$complete" ]; then
      compare "$kib KiB of address space" "$work/memory-report-$kib"
      row "address space limited" "$((kib / 1000)) MB" "the report is the same"
    elif [ $status = 2 ] && [ "$(wc -l <"$work/memory.err")" = 1 ]; then
      row "address space limited" "$((kib / 1000)) MB" "refused in one sentence before anything was trained"
    else
      fail "with $kib KiB of address space, exit status $status: $(tail -1 "$work/memory.err")"
    fi
  done
}

# Stored trials are trained again, and must have the same bits.
replay() {
  if "$littleo" replay --store "$work/undisturbed" --sample 20% >"$work/replay.txt" 2>/dev/null; then
    row "stored trials trained again" "$(tail -1 "$work/replay.txt" | cut -d' ' -f3) trials" "the same bits"
  else
    fail "replay: $(tail -1 "$work/replay.txt")"
  fi
  if [ -d .littleo/store ]; then
    if "$littleo" replay --sample "$sample" >"$work/replay.txt" 2>/dev/null; then
      row "trials of the standard report trained again" "$(tail -1 "$work/replay.txt" | cut -d' ' -f3) trials" "the same bits"
    else
      fail "replay of the standard store: $(tail -1 "$work/replay.txt")"
    fi
  else
    skip "trials of the standard report trained again" "there is no .littleo/store"
  fi
}
