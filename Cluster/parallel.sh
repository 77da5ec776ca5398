#!/usr/bin/env bash
# Trains the trials of claims with GNU parallel, on the cores of this machine or of others.
#
#   bash Cluster/parallel.sh N [littleo options] [-- parallel options]
#
#     N                  the number of shares, 1 to 100000: a few times the number of cores, so that no core is idle for long at
#                        the end
#     littleo options    claims, --profile, --seeds: as for “littleo plan” and “littleo run”
#     parallel options   --jobs, --sshlogin, --sshloginfile and so on; by default one job per core of this machine, or fewer
#                        if its memory does not hold that many of the largest trial
#
#     LITTLEO            the program (.build/release/littleo), at the same path on every machine
#     LITTLEO_STORE      a folder that every machine can access (.littleo/store); with %I in its name, every share has its own
#                        store, for “littleo merge”
#     LITTLEO_MEMORY     the most MiB that a trial may take, which is the --memory of “littleo run”. By default it is one job's
#                        share of this machine's memory. If the options name machines or a number of jobs, it is the whole
#                        memory of the machine; then choose --jobs so that as many trials fit into memory at once.
#
# A trial that is too large fails with a message that names it, and the other trials go on. A share that fails is tried three
# times. The exit status is not 0 if any share failed. Run the same line again to train only the missing trials. When all
# shares are done:
#
#   littleo verify --offline [the same options] --store DIR --output Reports
set -euo pipefail

littleo=$(realpath "${LITTLEO:-.build/release/littleo}")
store=$(realpath -m "${LITTLEO_STORE:-.littleo/store}")
shares=${1:?the number of shares is missing: bash Cluster/parallel.sh 16 --profile standard}
case $shares in
  *[!0-9]* | "" | 0* | ???????* | [2-9]????? | 1?????)
    if [ "$shares" != 100000 ]; then
      printf 'the number of shares is a whole number from 1 to 100000 without leading zeros, not “%.40q”.\n' "$shares" >&2
      exit 2
    fi ;;
esac
shift
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
if [ $# -gt 0 ]; then shift; fi
memory=${LITTLEO_MEMORY:-}
case $memory in
  *[!0-9]* | 0?* | ?????????????*)
    printf 'LITTLEO_MEMORY is a whole number of MiB of at most 12 digits, not “%.40q”.\n' "$memory" >&2
    exit 2 ;;
esac

# Options that name machines or a number of jobs turn the defaults for jobs and memory off; other options do not.
jobs=()
own=1
for word in "$@"; do
  case $word in -S* | --sshlogin* | --slf* | -j* | --jobs* | -P* | --max-procs*) own= ;; esac
done
if [ -n "$own" ]; then
  plan=$("$littleo" plan ${options[@]+"${options[@]}"} --json)
  largest=$(printf '%s\n' "$plan" | sed -n 's/^  "largestBytes": \([0-9.e+]*\).*/\1/p')
  # The smaller of the machine's memory and the limit of its control group, in KiB.
  if [ -r /proc/meminfo ]; then
    kib=$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)
    group=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
    case $group in *[!0-9]* | "") ;; *) if [ $((group / 1024)) -lt "$kib" ]; then kib=$((group / 1024)); fi ;; esac
  else
    kib=$(($(sysctl -n hw.memsize) / 1024))
  fi
  # Each job gets the memory of the largest trial, a quarter more as a reserve, and 256 MiB for the program. Of the memory that
  # it is given, the program uses four fifths for trials.
  read -r count share < <(awk -v bytes="${largest:-0}" -v kib="$kib" -v cores="$(getconf _NPROCESSORS_ONLN)" 'BEGIN {
    count = int(kib / 1024 / (bytes * 1.25 / 1048576 + 256))
    if (count > cores) count = cores
    if (count < 1) count = 1
    print count, int(kib / 1024 / count)
  }')
  jobs=(--jobs "$count")
  memory=${memory:-$share}
fi
# Writes words as a shell reads them back, each with a space after it.
shopt -u patsub_replacement 2>/dev/null || true
mark="'" escape="'\\''"
quoted() {
  local word
  for word in "$@"; do printf "'%s' " "${word//$mark/$escape}"; done
}
# GNU parallel replaces {} and the like in a command that it is given, but not in commands that it reads. So it reads one
# command per share, each with a zero byte behind it.
command=$(quoted "$littleo" run ${options[@]+"${options[@]}"})
folder=$(quoted "$store")
for ((share = 1; share <= shares; share++)); do
  printf '%s--shard %s --store %s--jobs 1 --memory %s\0' \
    "$command" "$share/$shares" "${folder//%I/$share}" "${memory:-0}"
done | parallel --null --retries 3 ${jobs[@]+"${jobs[@]}"} "$@"
