#!/usr/bin/env bash
# Runs the tests under the sanitizers of the toolchain: Address, Undefined Behaviour (of the C kernels) and Thread.
#
#   bash Tests/sanitize.sh                      all three, one after the other
#   bash Tests/sanitize.sh thread               one of address, undefined, thread; or several
#   bash Tests/sanitize.sh --filter TEXT thread only the tests whose names match, as in swift test --filter
#
# The claims that are trained live are left out: they would train for hours and reach no line that other tests do not reach.
# Each sanitizer has a build of its own in .build/sanitizers, so a second run is faster.
set -euo pipefail
cd "$(dirname "$0")/.."

selection=(--skip 'ClaimTests\.ClaimTests/')
if [ "${1:-}" = --filter ]; then
  selection+=(--filter "${2:?--filter needs a text}")
  shift 2
fi
sanitizers=("$@")
if [ ${#sanitizers[@]} = 0 ]; then sanitizers=(address undefined thread); fi

# A report ends the tests, with the stack of the place.
export ASAN_OPTIONS=detect_leaks=0:halt_on_error=1
export TSAN_OPTIONS=halt_on_error=1

for sanitizer in "${sanitizers[@]}"; do
  case $sanitizer in
    address | thread) flags=(--sanitize="$sanitizer") ;;
    # For C alone, and as a trap: the toolchain links no runtime for it. Undefined behaviour ends the tests with SIGILL.
    undefined) flags=(-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined) ;;
    *) echo "sanitize.sh understands address, undefined and thread, not “$sanitizer”." >&2; exit 2 ;;
  esac
  echo "== $sanitizer"
  swift test --scratch-path ".build/sanitizers/$sanitizer" "${flags[@]}" "${selection[@]}"
done
echo "no report by ${sanitizers[*]}"
