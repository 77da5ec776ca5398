#!/usr/bin/env bash
# Kills verifications, limits their disk and memory, takes their streams away, damages their records, and checks that no
# report changes.
#
#   bash Tests/soak.sh                 all scenarios, in at most 20 minutes; prints its numbers
#   bash Tests/soak.sh --short         the same with fewer rounds, in at most 2 minutes
#   bash Tests/soak.sh --only NAME     one scenario; may be repeated. The names are in the list “scenarios” below
#   bash Tests/soak.sh --without-suites   leaves out the scenarios that are suites of the tests
#   bash Tests/soak.sh --output FILE   writes the numbers as a page as well (Reports/reliability.md)
#
#     LITTLEO_SOAK_LIMIT   another time limit in minutes, for a slower machine; the clock starts after the build
#
# Exit status: 0 nothing failed, 1 a scenario failed or the time limit was exceeded, 2 wrong usage, 3 the build failed.
#
# Scenarios that need their own file system are skipped if mounting is not allowed. The trials of the standard report are
# skipped if their store does not exist. The last line says how many scenarios were skipped.
#
# The scenarios are in the folder Tests/soak. Needs GNU coreutils 8.31 or later; one scenario needs “script” of util-linux.
# shellcheck disable=SC1111 # Quotation marks in messages are curly.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 3

scenarios=(
  # Around the store, in Tests/soak/stores.sh
  kills pair meeting removed disk memory replay
  # With streams or a terminal that fail, in Tests/soak/streams.sh
  log answer closed reader pipe terminal proc
  # Around the report, in Tests/soak/reports.sh
  writing together folder own
)
# Suites of the tests, in Tests/soak/suites.sh
suites=(hostile injection cuts sequences)
scenarios+=("${suites[@]}")

# shellcheck disable=SC2034 # The scenarios use them.
rounds=120 pair_rounds=20 meetings=3 sample=1% hostile=500000 streams=3 writings=300 shared_writings=40 \
  cuts=10000 sequences=5000 injections=all doctors=5
careful=1 limit=20 output='' chosen=()
command_line="bash Tests/soak.sh"
while [ $# -gt 0 ]; do
  case $1 in
    --short)
      # shellcheck disable=SC2034 # The scenarios use them.
      rounds=10 pair_rounds=4 meetings=1 sample=0.2% hostile=20000 streams=1 writings=30 shared_writings=6 \
        cuts=300 sequences=60 injections='' doctors=1
      careful='' limit=2 command_line="$command_line --short" ;;
    --only)
      chosen+=("${2:?soak.sh: the name after --only is missing}")
      command_line="$command_line --only $2"
      shift ;;
    --without-suites)
      scenarios=("${scenarios[@]:0:${#scenarios[@]}-${#suites[@]}}")
      command_line="$command_line --without-suites" ;;
    --output)
      output=${2:?soak.sh: the file after --output is missing}
      command_line="$command_line --output $2"
      shift ;;
    *) echo "soak.sh understands --short, --only NAME, --without-suites and --output FILE, not “$1”." >&2; exit 2 ;;
  esac
  shift
done
limit=${LITTLEO_SOAK_LIMIT:-$limit}
case $limit in
  *[!0-9]* | "" | 0) echo "LITTLEO_SOAK_LIMIT is a whole number of minutes from 1 on, not “$limit”." >&2; exit 2 ;;
esac
for name in ${chosen[@]+"${chosen[@]}"}; do
  case " ${scenarios[*]} " in
    *" $name "*) ;;
    *) echo "there is no scenario “$name”; the scenarios are ${scenarios[*]}." >&2; exit 2 ;;
  esac
done
if [ ${#chosen[@]} = 0 ]; then chosen=("${scenarios[@]}"); fi

work=$(mktemp -d)
mounted=
finish() {
  if [ -n "$mounted" ]; then umount -l "$mounted" 2>/dev/null; fi
  rm -rf "$work"
}
trap finish EXIT
swift build -c release 2>&1 | tail -1 || exit 3
case " ${chosen[*]} " in
  *" hostile "* | *" injection "* | *" cuts "* | *" sequences "*) swift build --build-tests 2>&1 | tail -1 || exit 3 ;;
esac
SECONDS=0
littleo=$(swift build -c release --show-bin-path)/littleo
failures=0 told=0 skipped=0
rows=() costs=() asked=''

# Every scenario must end with the report of an undisturbed run, byte for byte.
# Six runs per scale are too few for a verdict, but give a short run with every kind of trial. The undisturbed run shows which
# exit status to expect.
claims=(Definition4_1_Features Definition4_3_LabelMaps StabilityCoarse)
options=(--profile quick --seeds 6)
verify() { "$littleo" verify "${claims[@]}" "${options[@]}" --store "$1" --output "$2"; }
completes() {
  verify "$@"
  [ $? = "$complete" ]
}
# The same, but with exit status 3 if it says on standard error, in the file $3, that trials could not be kept.
settles() {
  local status
  verify "$1" "$2" >/dev/null 2>"$3"
  status=$?
  if grep -q "could not be kept" "$3"; then [ "$status" = 3 ]; else [ "$status" = "$complete" ]; fi
}
# Copies a report without what it says of the report that it replaced: that depends on the folder, not on the run.
without_history() {
  rm -rf "$2"
  cp -r "$1" "$2"
  [ ! -f "$2/README.md" ] || sed -i '/^\*\*Since the last report\*\*: /d' "$2/README.md"
  [ ! -f "$2/report.html" ] || sed -i '/^<p><strong>Since the last report<\/strong>: /d' "$2/report.html"
  [ ! -f "$2/environment.json" ] \
    || sed -i -e '/^  "changes" : {$/,/^  },\{0,1\}$/d' -e '/^    "README\.md" : /d' -e '/^    "report\.html" : /d' \
      "$2/environment.json"
}
# Compares a report with that of the undisturbed run, apart from its history. Files that a scenario put there for the user are left
# out.
compare() {
  without_history "$work/expected" "$work/plain-expected"
  without_history "$2" "$work/plain"
  if diff -r -x 'mine.*' "$work/plain-expected" "$work/plain" >"$work/diff" 2>&1; then return 0; fi
  fail "$1: the report differs"
  head -5 "$work/diff" >&2
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
between() { awk -v r="$RANDOM" -v a="$1" -v b="$2" 'BEGIN { printf "%.3f", a + r / 32768 * (b - a) }'; }
records() { find "$1" -maxdepth 1 -name '*.json' 2>/dev/null | wc -l; }
# The time since the start, and the processor time of this shell and of all processes that it has waited for, in seconds.
clock() {
  times >"$work/times"
  awk -v now="$(date +%s.%N)" '
    { for (i = 1; i <= 2; i++) { split($i, part, "[ms]"); sum += 60 * part[1] + part[2] } }
    END { printf "%.2f %.2f\n", now, sum }' "$work/times"
}
# Runs a scenario and notes how long it took.
run() {
  local before after
  # “sound” reads it; in the short form it asks littleo doctor only once.
  # shellcheck disable=SC2034
  if [ -n "$careful" ]; then asked=''; fi
  clock >"$work/before"
  "$1"
  clock >"$work/after"
  read -r -a before <"$work/before"
  read -r -a after <"$work/after"
  costs+=("$(awk -v n="$1" -v a="${before[0]}" -v b="${after[0]}" -v c="${before[1]}" -v d="${after[1]}" \
    'BEGIN { printf "  %-10s %6.1f s, %6.1f s of processor time", n, b - a, d - c }')")
  # A failure after the last row of a scenario belongs to that scenario.
  told=$failures
}

for part in stores streams reports suites; do
  # shellcheck source=/dev/null
  . "Tests/soak/$part.sh"
done

undisturbed() {
  local started
  started=$(date +%s.%N)
  verify "$work/undisturbed" "$work/expected" >"$work/expected.txt" 2>/dev/null
  complete=$?
  case $complete in 0 | 1) ;; *) fail "the undisturbed run ended with $complete" ;; esac
  [ -f "$work/expected/README.md" ] || fail "the undisturbed run wrote no report"
  seconds=$(awk -v a="$started" -v b="$(date +%s.%N)" 'BEGIN { print b - a }')
  trials=$(records "$work/undisturbed")
  echo "an undisturbed run: $trials trials in $seconds s"
}
run undisturbed
for name in "${chosen[@]}"; do run "$name"; done

# --- Summary ------------------------------------------------------------------------------------------------------------
printf '%s\n' "${costs[@]}"
elapsed="$((SECONDS / 60)) min $((SECONDS % 60)) s"
if [ "$SECONDS" -gt $((60 * limit)) ]; then fail "it took $elapsed, more than $limit minutes"; fi
case $skipped in 1) left_out="1 scenario skipped" ;; *) left_out="$skipped scenarios skipped" ;; esac
if [ -n "$output" ] && [ "$failures" = 0 ]; then
  {
    echo "<!-- Generated by littleo; edits are lost. -->"
    echo
    echo "# Nothing lost, nothing trusted"
    echo
    echo "What was done to verifications of ${#claims[@]} claims ($trials trials), and what became of their reports, compared"
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

