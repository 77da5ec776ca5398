#!/usr/bin/env bash
# Kills, starves and corrupts verifications, and proves that none of it changes a report.
#
#   bash Tests/soak.sh                 all of it, meant for 20 minutes on two quiet cores; prints its numbers
#   bash Tests/soak.sh --short         the same with fewer rounds, meant for 2 minutes
#   bash Tests/soak.sh --output FILE   writes the numbers as a page as well (Reports/reliability.md)
#
# Needs the release build. What takes a file system of its own is skipped, and said to be, where mounting is not allowed.
set -uo pipefail
cd "$(dirname "$0")/.."

rounds=200 pairs=25 sample=1% hostile=1000000 output=
command_line="bash Tests/soak.sh"
while [ $# -gt 0 ]; do
  case $1 in
    --short) rounds=25 pairs=4 sample=0.2% hostile=20000 command_line="$command_line --short" ;;
    --output) output=$2 command_line="$command_line --output $2"; shift ;;
    *) echo "soak.sh understands --short and --output FILE, not “$1”." >&2; exit 2 ;;
  esac
  shift
done

work=$(mktemp -d)
mounted=
finish() {
  if [ -n "$mounted" ]; then umount -l "$mounted" 2>/dev/null; fi
  rm -rf "$work"
}
trap finish EXIT
swift build -c release 2>&1 | tail -1
littleo=$(swift build -c release --show-bin-path)/littleo
claims="Definition4_1_Features Definition4_3_LabelMaps StabilityCoarse"
failures=0 told=0
rows=()

# What is asked of every scenario: the report of an undisturbed run, to the byte.
# Six runs per scale decide nothing, but make a short run with every kind of trial; how it ends is known from the first.
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
  # What failed is not said to have come out well.
  if [ "$failures" != "$told" ]; then
    told=$failures
    echo "$1: $2; failed, see above"
    return
  fi
  rows+=("| $1 | $2 | $3 |")
  echo "$1: $2; $3"
}
# Ends a run by a signal at a random moment; the shell's word about it is not wanted.
killed_with() {
  (
    timeout --preserve-status -s "$1" "$(pause)" "$littleo" verify $claims $options --store "$2" --output "$3" \
      >/dev/null 2>"$3.err"
    exit $?
  ) 2>/dev/null
}
# A fraction of the time that an undisturbed run takes, so that kills fall everywhere.
pause() { awk -v r="$RANDOM" -v s="$seconds" 'BEGIN { printf "%.3f", r / 32768 * s * 0.9 }'; }
records() { find "$1" -maxdepth 1 -name '*.json' 2>/dev/null | wc -l; }

started=$(date +%s.%N)
verify "$work/undisturbed" "$work/expected" >"$work/expected.txt" 2>/dev/null
complete=$?
[ -f "$work/expected/README.md" ] || fail "the undisturbed run wrote no report"
seconds=$(awk -v a="$started" -v b="$(date +%s.%N)" 'BEGIN { print b - a }')
trials=$(records "$work/undisturbed")

# --- Kills at random moments, and records damaged between them -------------------------------------------------
kills=0 damaged=0 finished=0
store="$work/killed"
tries=0
while [ "$kills" -lt "$rounds" ] && [ "$tries" -lt $((4 * rounds)) ]; do
  tries=$((tries + 1))
  case $((RANDOM % 4)) in
    0) signal=TERM expected=143 ;;
    1) signal=INT expected=130 ;;
    *) signal=KILL expected=137 ;;
  esac
  killed_with $signal "$store" "$work/killed-report"
  status=$?
  case $status in
    "$expected") kills=$((kills + 1)) ;;
    "$complete") # It was faster: from nothing once more.
      finished=$((finished + 1))
      compare "after a kill" "$work/killed-report"
      rm -rf "$store" "$work/killed-report" ;;
    *)
      fail "exit status $status after SIG$signal: $(tail -1 "$work/killed-report.err")" ;;
  esac
  victim=$(find "$store" -maxdepth 1 -name '*.json' 2>/dev/null | shuf -n 1)
  if [ -n "$victim" ] && [ $((RANDOM % 3)) = 0 ]; then
    damaged=$((damaged + 1))
    case $((RANDOM % 4)) in
      0) truncate -s $((RANDOM % 200)) "$victim" ;;
      1) sed -i 's/"time":4/"time":5/' "$victim" ;;
      2) cp "$(find "$store" -maxdepth 1 -name '*.json' | shuf -n 1)" "$victim" 2>/dev/null ;;
      3) head -c 300 /dev/urandom >"$victim" ;;
    esac
  fi
done
completes "$store" "$work/killed-report" >/dev/null 2>&1 || fail "the run after all kills"
compare "after all kills" "$work/killed-report"
row "killed by SIGKILL, SIGTERM or SIGINT at a random moment" "$kills kills" "reports compared $((finished + 1)) times, all the same"
row "records truncated, edited, exchanged or overwritten between them" "$damaged records" "each trained again, none trusted"

# --- Two processes on one store, both killed and restarted ------------------------------------------------------
pair_kills=0
store="$work/pair"
for _ in $(seq "$pairs"); do
  killed_with KILL "$store" "$work/pair-a" &
  first=$!
  killed_with KILL "$store" "$work/pair-b"
  [ $? = 137 ] && pair_kills=$((pair_kills + 1))
  wait "$first"
  [ $? = 137 ] && pair_kills=$((pair_kills + 1))
  # Where nothing is left to train, there is nothing to lose.
  if [ "$(records "$store")" = "$trials" ]; then rm -rf "$store"; fi
done
completes "$store" "$work/pair-a" >/dev/null 2>&1 &
first=$!
completes "$store" "$work/pair-b" >/dev/null 2>&1 || fail "one of two processes"
wait "$first" || fail "the other of two processes"
compare "one of two processes" "$work/pair-a"
compare "the other of two processes" "$work/pair-b"
[ "$(records "$store")" = "$trials" ] || fail "two processes left $(records "$store") records of $trials"
row "two processes on one store, both killed and restarted" "$pair_kills kills" "two reports the same, $trials of $trials trials, none twice"

# --- The store goes away ------------------------------------------------------------------------------------------
completes "$work/removed" "$work/removed-report" >/dev/null 2>"$work/removed.err" &
process=$!
sleep "$(pause)"
rm -rf "$work/removed" 2>/dev/null
wait "$process" || fail "the run whose store was removed"
compare "the store removed" "$work/removed-report"
row "the store removed in the middle of a run" "once" "the report is the same"

# --- A full disk, and a disk that turns read-only -----------------------------------------------------------------
mkdir -p "$work/disk"
if mount -t tmpfs -o size=256k tmpfs "$work/disk" 2>/dev/null; then
  mounted="$work/disk"
  completes "$work/disk/store" "$work/full-report" >/dev/null 2>"$work/full.err" || fail "the run on a full disk"
  compare "a full disk" "$work/full-report"
  grep -q "could not be written" "$work/full.err" || fail "a full disk was not mentioned"
  mount -o remount,size=64m "$work/disk"
  completes "$work/disk/store" "$work/full-report" >/dev/null 2>&1 || fail "the run after the disk had room again"
  compare "room again" "$work/full-report"
  rm -rf "$work/disk/store"
  completes "$work/disk/store" "$work/read-report" >/dev/null 2>"$work/read.err" &
  process=$!
  sleep "$(pause)"
  # A record that is being written keeps the disk writable for a moment.
  for _ in $(seq 50); do
    mount -o remount,ro "$work/disk" 2>/dev/null && break
    sleep 0.02
  done
  wait "$process" || fail "the run on a disk that turned read-only"
  compare "read-only" "$work/read-report"
  mount -o remount,ro "$work/disk"
  verify "$work/disk/store" "$work/none" >/dev/null 2>"$work/read.err"
  [ $? = 2 ] && [ "$(wc -l <"$work/read.err")" = 1 ] || fail "a read-only store is not refused in one sentence"
  umount "$work/disk" && mounted=
  row "a disk that is full" "256 KiB for the store" "trials that could not be kept are named, the report is the same"
  row "a disk that turns read-only" "once" "the report is the same; a new run is refused in one sentence"
else
  row "a disk that is full or turns read-only" "skipped" "mounting is not allowed here"
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
fi

# --- Hostile input ----------------------------------------------------------------------------------------------------
if LITTLEO_HOSTILE_INPUTS=$hostile swift test --filter HostileTests >"$work/hostile.txt" 2>&1; then
  tried=$(sed -n 's/^hostile inputs: \([0-9]*\) in all.*/\1/p' "$work/hostile.txt")
  row "damaged tables, case files, records, reports, command lines, parameters, laws and claim files" "$tried inputs" \
    "no crash, no hang, no number that is none on a page, no markup let through"
else
  fail "hostile input: $(grep -m 2 -A 1 '✘' "$work/hostile.txt" || tail -3 "$work/hostile.txt")"
fi

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
    echo "\`\`\`sh"
    echo "$command_line"
    echo "\`\`\`"
  } >"$output"
  echo "The page is $output."
fi
if [ "$failures" != 0 ]; then
  echo "$failures failures" >&2
  exit 1
fi
echo "nothing lost, nothing trusted: no failure"
