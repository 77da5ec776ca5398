#!/usr/bin/env bash
# Searches for inputs that crash, hang or get a bad message, with libFuzzer and the corpus of Tests/HostileTests as seeds.
#
#   bash Tests/fuzz.sh               one minute per door, all doors one after the other
#   bash Tests/fuzz.sh 600           ten minutes per door
#   bash Tests/fuzz.sh 600 cases     only some of tables, cases, records, answers, laws
#
# Prints the executions per door. Ends with 1 and names the input if one crashes, takes more than ten seconds or needs
# more than 1 GiB. Put such an input into the corpus under a name that says what it is, and fix its cause.
# What the search finds on the way is kept in .build/fuzz/found, so a second run goes on from there.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-60}
shift || true
doors=("$@")
if [ ${#doors[@]} = 0 ]; then doors=(tables cases records answers laws); fi
case $seconds in '' | *[!0-9]*) echo "fuzz.sh needs whole seconds, not “$seconds”." >&2; exit 2 ;; esac
for door in "${doors[@]}"; do
  if [ ! -d "Tests/HostileTests/Corpus/$door" ]; then echo "fuzz.sh knows no door “$door”." >&2; exit 2; fi
done

work=.build/fuzz
swift build --package-path Tests/Fuzz --scratch-path "$work"

# The crash reporter of Swift waits for ever under libFuzzer, which prints the stack itself.
export SWIFT_BACKTRACE=enable=no
status=0
for door in "${doors[@]}"; do
  mkdir -p "$work/found/$door" "$work/faults/$door"
  log="$work/$door.log"
  if LITTLEO_FUZZ=$door "$work/debug/Fuzz" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1024 -max_len=8192 \
    -dict=Tests/Fuzz/words.dict -artifact_prefix="$work/faults/$door/" -print_final_stats=1 \
    "$work/found/$door" "Tests/HostileTests/Corpus/$door" > "$log" 2>&1
  then
    echo "$door: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions, no fault"
  else
    status=1
    echo "$door: a fault after $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") executions" >&2
    grep -am1 -e 'atal error: ' -e 'ERROR: libFuzzer' "$log" >&2 || tail -3 "$log" >&2
    grep -ao 'Test unit written to .*' "$log" >&2 || echo "no input was written; see $log" >&2
  fi
done
exit $status
