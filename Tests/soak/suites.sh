# shellcheck shell=bash disable=SC1111,SC2034,SC2154
# Quotation marks in messages are curly, and the variables are those of soak.sh.
#
# Scenarios that run inside the tests: hostile inputs.

hostile() {
  local tried
  # The suite of words has no random inputs, is dear, and runs with all other tests.
  if LITTLEO_HOSTILE_INPUTS=$hostile swift test --skip-build --filter HostileTests \
    --skip 'HostileTests\.HostileWordTests' >"$work/hostile.txt" 2>&1; then
    tried=$(sed -n 's/.*hostile inputs: \([0-9]*\) in all.*/\1/p' "$work/hostile.txt" | tail -1)
    [ -n "$tried" ] && [ "$tried" -ge "$hostile" ] || fail "${tried:-no} hostile inputs were tried of $hostile"
    row "damaged tables, case files, records, reports, command lines, parameters, laws and claim files" "${tried:-no} inputs" \
      "no crash, no hang, no number that is none on a page, no markup let through"
  else
    fail "hostile input: $(grep -m 2 -A 1 '✘' "$work/hostile.txt" || tail -3 "$work/hostile.txt")"
  fi
}
