# shellcheck shell=bash disable=SC1111,SC2034,SC2154
# Quotation marks in messages are curly, and the variables are those of soak.sh.
#
# Scenarios that run inside the tests: hostile inputs, calls that fail, power cuts and sequences of commands.

hostile() {
  local tried
  # Three suites are scenarios of their own. That of words has no random inputs, is dear, and runs with all other tests.
  if LITTLEO_HOSTILE_INPUTS=$hostile swift test --skip-build --filter HostileTests \
    --skip 'HostileTests\.(InjectionTests|PowerCutTests|SequenceTests|HostileWordTests)' >"$work/hostile.txt" 2>&1; then
    tried=$(sed -n 's/.*hostile inputs: \([0-9]*\) in all.*/\1/p' "$work/hostile.txt" | tail -1)
    [ -n "$tried" ] && [ "$tried" -ge "$hostile" ] || fail "${tried:-no} hostile inputs were tried of $hostile"
    row "damaged tables, case files, records, reports, command lines, parameters, laws and claim files" "${tried:-no} inputs" \
      "no crash, no hang, no number that is none on a page, no markup let through"
  else
    fail "hostile input: $(grep -m 2 -A 1 '✘' "$work/hostile.txt" || tail -3 "$work/hostile.txt")"
  fi
}
# Runs a suite that prints one line with its counts, and makes a row of it:
#
#   suite NAME "start of the line" "what is done" "what came of it" VARIABLE=VALUE …
suite() {
  local name=$1 start=$2 what=$3 good=$4 counts
  shift 4
  if ! env "$@" swift test --skip-build --filter "HostileTests\\.$name" >"$work/suite.txt" 2>&1; then
    fail "$what: $(grep -m 2 -A 1 '✘' "$work/suite.txt" || tail -3 "$work/suite.txt")"
    return
  fi
  # The line may stand behind the start of a line of the test runner.
  counts=$(sed -n "s/.*$start: \\([0-9].*\\)/\\1/p" "$work/suite.txt" | tail -1)
  if [ -n "$counts" ]; then
    row "$what" "$counts" "$good"
  elif grep -q ' 0 tests' "$work/suite.txt"; then
    skip "$what" "there is no suite $name"
  else
    fail "$what: the suite $name prints no line that starts with “$start: ”"
  fi
}
injection() {
  suite InjectionTests injection "each call to the system fails once, in a whole verification" \
    "no crash, no false success, no file of the user's changed, the next report the same" \
    ${injections:+LITTLEO_INJECTIONS="$injections"}
}
cuts() {
  suite PowerCutTests "power cuts" "power cuts that lose what was not synchronised" \
    "no record trusted that is damaged, no report called whole that is not, the next report the same" LITTLEO_CUTS="$cuts"
}
sequences() {
  suite SequenceTests sequences "random sequences of commands over one folder" \
    "no file of the user's changed, the report the same" LITTLEO_SEQUENCES="$sequences"
}
