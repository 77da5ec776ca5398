#!/usr/bin/env bash
# Trains the trials of claims with GNU parallel, on the cores of this machine or of others.
#
#   bash Cluster/parallel.sh N [littleo options] [-- parallel options]
#
#     N                  how many shares; a few times the number of cores, so that nobody waits long at the end
#     littleo options    claims, --profile, --seeds: as for “littleo plan” and “littleo run”
#     parallel options   --jobs, --sshlogin, --sshloginfile and so on; by default as many jobs as cores, on this machine
#                        fewer where its memory does not hold as many of the largest trial
#
#     LITTLEO            the program (.build/release/littleo), at the same place everywhere
#     LITTLEO_STORE      a folder that every machine sees (.littleo/store); with %I in its name every share has a store of its
#                        own, for “littleo merge”
#     LITTLEO_MEMORY     how many MiB a trial may take at most, the --memory of “littleo run”; where no other machine and no
#                        number of jobs is asked for, what each of the jobs has here; otherwise what the machine has, and it is
#                        for who sets --jobs to see that as many trials fit beside each other
#
# A trial that is too large fails by name and the others go on. A share that fails is tried three times. The exit status is not
# 0 if any failed. Starting it again finishes only what is missing. When all is done:
#
#   littleo verify --offline [the same options] --store DIR --output Reports
set -euo pipefail

littleo=$(realpath "${LITTLEO:-.build/release/littleo}")
store=$(realpath -m "${LITTLEO_STORE:-.littleo/store}")
shares=${1:?the number of shares is missing: bash Cluster/parallel.sh 16 --profile standard}
case $shares in *[!0-9]* | "" | 0) echo "the number of shares is a whole number from 1 on, not “$shares”." >&2; exit 2 ;; esac
shift
options=()
while [ $# -gt 0 ] && [ "$1" != -- ]; do options+=("$1"); shift; done
if [ $# -gt 0 ]; then shift; fi
memory=${LITTLEO_MEMORY:-}
case $memory in *[!0-9]*) echo "LITTLEO_MEMORY is a whole number of MiB, not “$memory”." >&2; exit 2 ;; esac

# Who names machines or jobs knows better; what else is said to GNU parallel concerns neither.
jobs=()
own=1
for word in "$@"; do
  case $word in -S* | --sshlogin* | --slf* | -j* | --jobs* | -P* | --max-procs*) own= ;; esac
done
if [ -n "$own" ]; then
  plan=$("$littleo" plan ${options[@]+"${options[@]}"} --json)
  largest=$(printf '%s\n' "$plan" | sed -n 's/^  "largestBytes": \([0-9.e+]*\).*/\1/p')
  # The least of the machine's memory and its control group's limit, in KiB.
  if [ -r /proc/meminfo ]; then
    kib=$(awk '$1 == "MemTotal:" { print $2 }' /proc/meminfo)
    group=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || true)
    case $group in *[!0-9]* | "") ;; *) if [ $((group / 1024)) -lt "$kib" ]; then kib=$((group / 1024)); fi ;; esac
  else
    kib=$(($(sysctl -n hw.memsize) / 1024))
  fi
  # A quarter beyond the largest trial, and what the program needs itself; of what a job gets, four fifths are for the trial.
  read -r count share < <(awk -v bytes="${largest:-0}" -v kib="$kib" -v cores="$(getconf _NPROCESSORS_ONLN)" 'BEGIN {
    count = int(kib / 1024 / (bytes * 1.25 / 1048576 + 256))
    if (count > cores) count = cores
    if (count < 1) count = 1
    print count, int(kib / 1024 / count)
  }')
  jobs=(--jobs "$count")
  memory=${memory:-$share}
fi
place='{}'
seq "$shares" | parallel --quote --retries 3 ${jobs[@]+"${jobs[@]}"} "$@" \
  "$littleo" run ${options[@]+"${options[@]}"} --shard "{}/$shares" --store "${store//%I/$place}" --jobs 1 --memory "${memory:-0}"
