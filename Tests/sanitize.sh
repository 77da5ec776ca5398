#!/usr/bin/env bash
# Runs the tests under the sanitizers of the toolchain: Address, Undefined Behaviour (of the C kernels) and Thread.
#
#   bash Tests/sanitize.sh                      all three, one after the other
#   bash Tests/sanitize.sh thread               one of address, undefined, thread; or several
#   bash Tests/sanitize.sh --filter TEXT thread only tests with matching names, as in swift test --filter
#
# The tests that train the claims themselves are left out: they would take hours and reach no line that other tests do not.
# Each sanitizer has an optimised build of its own in .build/sanitizers, so a second run is faster. Without optimisation the
# tests take several times as long. Under Thread, the tests of modules that start no thread are left out; that sanitizer is slow
# and could find nothing there.
set -euo pipefail
cd "$(dirname "$0")/.."

selection=(--skip 'ClaimTests\.ClaimTests/')
if [ "${1:-}" = --filter ]; then
  selection+=(--filter "${2:?--filter needs a text}")
  shift 2
fi
sanitizers=("$@")
if [ ${#sanitizers[@]} = 0 ]; then sanitizers=(address undefined thread); fi

# The first report of a sanitizer ends the tests and prints the stack.
export ASAN_OPTIONS=detect_leaks=0:halt_on_error=1
export TSAN_OPTIONS="halt_on_error=1:suppressions=$PWD/Tests/thread-sanitizer.supp"

for sanitizer in "${sanitizers[@]}"; do
  case $sanitizer in
    address | thread) flags=(--sanitize="$sanitizer") ;;
    # This sanitizer covers C only. The toolchain links no runtime for it, so undefined behaviour traps and ends the tests
    # with SIGILL.
    undefined) flags=(-Xcc -fsanitize=undefined -Xcc -fsanitize-trap=undefined) ;;
    *) echo "sanitize.sh understands address, undefined and thread, not “$sanitizer”." >&2; exit 2 ;;
  esac
  if [ "$sanitizer" = thread ]; then
    # The sanitizer keeps memory of its own, so predictions of memory do not hold.
    flags+=(--skip MemoryTests)
    for module in CKernels Randomness Statistics Decision Measurements MultiView; do flags+=(--skip "^${module}Tests\."); done
  fi
  echo "== $sanitizer"
  swift test -c release -Xswiftc -enable-testing --scratch-path ".build/sanitizers/$sanitizer" "${flags[@]}" "${selection[@]}"
done
echo "no report by ${sanitizers[*]}"
