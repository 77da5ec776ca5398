#!/usr/bin/env bash
# Kills verifications, limits their disk and memory, damages their records, and checks that no report changes.
#
#   bash Tests/soak.sh                 all scenarios, in at most 20 minutes; prints its numbers
#   bash Tests/soak.sh --short         the same with fewer rounds, in at most 2 minutes
#   bash Tests/soak.sh --output FILE   writes the numbers as a page as well (Reports/reliability.md)
#
#     LITTLEO_SOAK_LIMIT   another time limit in minutes, for a slower machine; the clock starts after the build
#
# Exit status: 0 nothing failed, 1 a scenario failed or the time limit was exceeded, 2 wrong usage, 3 the build failed.
#
# Scenarios that need their own file system are skipped if mounting is not allowed. The trials of the standard report are
# skipped if their store does not exist. The last line says how many scenarios were skipped.
#
# Needs GNU coreutils 8.31 or later.
set -uo pipefail
cd "$(dirname "$0")/.."

rounds=200 pair_rounds=40 meetings=5 sample=1% hostile=1000000 limit=20 output=
command_line="bash Tests/soak.sh"
while [ $# -gt 0 ]; do
  case $1 in
    --short) rounds=25 pair_rounds=6 meetings=2 sample=0.2% hostile=20000 limit=2 command_line="$command_line --short" ;;
    --output)
      output=${2:?soak.sh: the file after --output is missing}
      command_line="$command_line --output $2"
      shift ;;
    *) echo "soak.sh understands --short and --output FILE, not “$1”." >&2; exit 2 ;;
  esac
  shift
done
limit=${LITTLEO_SOAK_LIMIT:-$limit}
case $limit in
  *[!0-9]* | "" | 0) echo "LITTLEO_SOAK_LIMIT is a whole number of minutes from 1 on, not “$limit”." >&2; exit 2 ;;
esac

work=$(mktemp -d)
mounted=
finish() {
  if [ -n "$mounted" ]; then umount -l "$mounted" 2>/dev/null; fi
  rm -rf "$work"
}
trap finish EXIT
swift build -c release 2>&1 | tail -1 || exit 3
swift build --build-tests 2>&1 | tail -1 || exit 3
SECONDS=0
littleo=$(swift build -c release --show-bin-path)/littleo
claims="Definition4_1_Features Definition4_3_LabelMaps StabilityCoarse"
failures=0 told=0 skipped=0
rows=()

# Every scenario must end with the report of an undisturbed run, byte for byte.
# Six runs per scale are too few for a verdict, but give a short run with every kind of trial. The undisturbed run shows which
# exit status to expect.
options="--profile quick --seeds 6"
verify() { "$littleo" verify $claims $options --store "$1" --output "$2"; }
completes() {
  verify "$@"
  [ $? = "$complete" ]
}
compare() {
  if diff -r "$work/expected" "$2" >"$work/diff" 2>&1; then return 0; fi
  echo "FAILED: $1: the report differs" >&2
  head -5 "$work/diff" >&2
  failures=$((failures + 1))
  return 1
}
fail() {
  echo "FAILED: $1" >&2
  failures=$((failures + 1))
}
row() {
  # A scenario that failed gets no row with its good result.
  if [ "$failures" != "$told" ]; then
    told=$failures
    echo "$1: $2; failed, see above"
    return
  fi
  rows+=("| $1 | $2 | $3 |")
  echo "$1: $2; $3"
}
skip() {
  skipped=$((skipped + 1))
  rows+=("| $1 | skipped | $2 |")
  echo "$1: skipped; $2"
}
# Ends a run with a signal at a random moment, without the shell's message about it.
# A shell starts background processes with SIGINT ignored, and the program then leaves SIGINT ignored. So “env” restores the
# default. With --foreground, “timeout” sends the signal once, and trials under way are finished and kept. Otherwise it sends
# the signal twice, which also ends the trials under way.
killed_with() {
  local manner=
  if [ $((RANDOM % 2)) = 0 ]; then manner=--foreground; fi
  (
    timeout --preserve-status $manner -s "$1" "$(pause)" \
      env --default-signal=INT,TERM "$littleo" verify $claims $options --store "$2" --output "$3" >/dev/null 2>"$3.err"
    exit $?
  ) 2>/dev/null
}
between() { awk -v r="$RANDOM" -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a + r / 32768 * (b - a) }'; }
# A random delay of up to 90 % of the time of an undisturbed run, so that kills happen at any stage of a run.
pause() { between 0 "$(awk -v s="$seconds" 'BEGIN { print s * 0.9 }')"; }
records() { find "$1" -maxdepth 1 -name '*.json' 2>/dev/null | wc -l; }
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

started=$(date +%s.%N)
verify "$work/undisturbed" "$work/expected" >"$work/expected.txt" 2>/dev/null
complete=$?
case $complete in 0 | 1) ;; *) fail "the undisturbed run ended with $complete" ;; esac
[ -f "$work/expected/README.md" ] || fail "the undisturbed run wrote no report"
seconds=$(awk -v a="$started" -v b="$(date +%s.%N)" 'BEGIN { print b - a }')
trials=$(records "$work/undisturbed")
echo "an undisturbed run: $trials trials in $seconds s"

# --- Kills at random moments, and records damaged between them -------------------------------------------------
# Damages a random record in one of four ways, in turn. Only changes to a sound record are counted.
declare -A hurt=()
attempts=0 damaged=0
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

declare -A took=([KILL]=0 [TERM]=0 [INT]=0)
declare -A ends=([KILL]=137 [TERM]=143 [INT]=130)
turns=(KILL TERM KILL INT)
kills=0 finished=0 tries=0 away=0 told_of=0
store="$work/killed"
while [ "$kills" -lt "$rounds" ] && [ "$tries" -lt $((4 * rounds)) ]; do
  tries=$((tries + 1))
  # Each signal is repeated until it has ended a run.
  signal=${turns[$((kills % 4))]}
  killed_with "$signal" "$store" "$work/killed-report"
  status=$?
  told_of=$((told_of + $(named "$work/killed-report.err")))
  case $status in
    "${ends[$signal]}")
      kills=$((kills + 1))
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
[ "$kills" -ge "$rounds" ] || fail "$kills kills of $rounds in $tries runs"
for signal in KILL TERM INT; do
  [ "${took[$signal]}" -ge $((rounds / 5)) ] || fail "SIG$signal ended only ${took[$signal]} runs of $rounds"
done
row "killed by a signal at a random moment" \
  "$kills kills: SIGKILL ${took[KILL]}, SIGTERM ${took[TERM]}, SIGINT ${took[INT]}" \
  "reports compared $((finished + 1)) times, all the same"
[ "$damaged" -ge $((rounds / 10)) ] || fail "only $damaged records were damaged"
[ "$away" = "$damaged" ] || fail "$damaged records were damaged and $away are in quarantine"
[ "$told_of" = "$damaged" ] || fail "$damaged records were damaged and $told_of named"
row "records truncated, edited, exchanged or overwritten between them" "$damaged records" \
  "$away of them named and in quarantine, each trained again, none trusted"

# --- Two processes on one store, both killed and restarted ------------------------------------------------------
pair_kills=0 tries=0
store="$work/pair"
while [ "$pair_kills" -lt "$pair_rounds" ] && [ "$tries" -lt $((4 * pair_rounds)) ]; do
  tries=$((tries + 1))
  killed_with KILL "$store" "$work/pair-a" &
  first=$!
  killed_with KILL "$store" "$work/pair-b"
  [ $? = 137 ] && pair_kills=$((pair_kills + 1))
  wait "$first"
  [ $? = 137 ] && pair_kills=$((pair_kills + 1))
  # A complete store has no trial left to interrupt, so start again.
  if [ "$(records "$store")" = "$trials" ]; then rm -rf "$store"; fi
done
[ "$pair_kills" -ge "$pair_rounds" ] || fail "$pair_kills kills of $pair_rounds in $tries pairs of runs"
completes "$store" "$work/pair-a" >/dev/null 2>&1 &
first=$!
completes "$store" "$work/pair-b" >/dev/null 2>&1 || fail "one of two processes"
wait "$first" || fail "the other of two processes"
compare "one of two processes" "$work/pair-a"
compare "the other of two processes" "$work/pair-b"
[ "$(records "$store")" = "$trials" ] || fail "two processes left $(records "$store") records of $trials"
row "two processes on one store, both killed and restarted" "$pair_kills kills" \
  "two reports the same, $trials of $trials trials"

# Two undisturbed processes print how many trials each one trained. A meeting counts only if both trained some.
met=0
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
row "two processes on one empty store at the same time" "$meetings times, shared $met times, the last as ${shares:-}" \
  "two reports the same, each of $trials trials trained by one of them, none twice"

# --- The store is removed -----------------------------------------------------------------------------------------
# If the run had no record left to write, the removal had no effect and is repeated.
hit=
for _ in 1 2 3 4 5; do
  store="$work/removed"
  rm -rf "$store" "$work/removed-report"
  completes "$store" "$work/removed-report" >/dev/null 2>"$work/removed.err" &
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
row "the store removed in the middle of a run" "once" "the records that could not be kept are named, the report is the same"

# --- A full disk, and a disk that turns read-only -----------------------------------------------------------------
mkdir -p "$work/disk"
if mount -t tmpfs -o size=256k tmpfs "$work/disk" 2>/dev/null; then
  mounted="$work/disk"
  store="$work/disk/store"
  completes "$store" "$work/full-report" >/dev/null 2>"$work/full.err" || fail "the run on a full disk"
  compare "a full disk" "$work/full-report"
  grep -q "could not be written" "$work/full.err" || fail "a full disk was not mentioned"
  [ "$(records "$store")" -lt "$trials" ] || fail "the disk was never full"
  mount -o remount,size=64m "$work/disk" || fail "the disk did not get room"
  completes "$store" "$work/full-report" >/dev/null 2>&1 || fail "the run after the disk had room again"
  compare "room again" "$work/full-report"
  [ "$(records "$store")" = "$trials" ] || fail "with room again, $(records "$store") records of $trials"
  row "a disk that is full" "256 KiB for the store" \
    "trials that could not be kept are named, the report is the same; with room again all are kept"

  hit=
  for _ in 1 2 3 4 5; do
    mount -o remount,rw "$work/disk" || { fail "the disk cannot be written to again"; break; }
    rm -rf "$store" "$work/read-report"
    completes "$store" "$work/read-report" >/dev/null 2>"$work/turned.err" &
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

# --- Little memory --------------------------------------------------------------------------------------------------
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

# --- Stored bits ------------------------------------------------------------------------------------------------------
if "$littleo" replay --store "$work/undisturbed" --sample 20% >"$work/replay.txt" 2>/dev/null; then
  row "stored trials trained again" "$(tail -1 "$work/replay.txt" | cut -d' ' -f3) trials" "the same bits"
else
  fail "replay: $(tail -1 "$work/replay.txt")"
fi
if [ -d .littleo/store ]; then
  if "$littleo" replay --sample $sample >"$work/replay.txt" 2>/dev/null; then
    row "trials of the standard report trained again" "$(tail -1 "$work/replay.txt" | cut -d' ' -f3) trials" "the same bits"
  else
    fail "replay of the standard store: $(tail -1 "$work/replay.txt")"
  fi
else
  skip "trials of the standard report trained again" "there is no .littleo/store"
fi

# --- Hostile input ----------------------------------------------------------------------------------------------------
if LITTLEO_HOSTILE_INPUTS=$hostile swift test --skip-build --filter HostileTests >"$work/hostile.txt" 2>&1; then
  tried=$(sed -n 's/^hostile inputs: \([0-9]*\) in all.*/\1/p' "$work/hostile.txt" | tail -1)
  [ -n "$tried" ] && [ "$tried" -ge "$hostile" ] || fail "${tried:-no} hostile inputs were tried of $hostile"
  row "damaged tables, case files, records, reports, command lines, parameters, laws and claim files" "$tried inputs" \
    "no crash, no hang, no number that is none on a page, no markup let through"
else
  fail "hostile input: $(grep -m 2 -A 1 '✘' "$work/hostile.txt" || tail -3 "$work/hostile.txt")"
fi

# --- Summary ------------------------------------------------------------------------------------------------------------
elapsed="$((SECONDS / 60)) min $((SECONDS % 60)) s"
if [ "$SECONDS" -gt $((60 * limit)) ]; then fail "it took $elapsed, more than $limit minutes"; fi
case $skipped in 1) left_out="1 scenario skipped" ;; *) left_out="$skipped scenarios skipped" ;; esac
if [ -n "$output" ] && [ "$failures" = 0 ]; then
  {
    echo "<!-- Generated by littleo; edits are lost. -->"
    echo
    echo "# Nothing lost, nothing trusted"
    echo
    echo "What was done to verifications of $(echo $claims | wc -w) claims ($trials trials), and what became of their reports, compared"
    echo "byte for byte with that of an undisturbed run. Moments and victims are drawn anew every time."
    echo
    echo "| what was done | how often | what came of it |"
    echo "| --- | --- | --- |"
    printf '%s\n' "${rows[@]}"
    echo
    echo "It took $elapsed with $(nproc) processors; $left_out."
    echo
    echo "\`\`\`sh"
    echo "$command_line"
    echo "\`\`\`"
  } >"$output" || fail "the page $output is not written"
  [ "$failures" = 0 ] && echo "The page is $output."
fi
if [ "$failures" != 0 ]; then
  echo "$failures failures, $left_out, $elapsed" >&2
  exit 1
fi
echo "nothing lost, nothing trusted: no failure, $left_out, $elapsed of at most $limit min"
