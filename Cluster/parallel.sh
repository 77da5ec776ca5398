#!/usr/bin/env bash
# Trains the trials of claims with GNU parallel, on the cores of this machine or of others.
#
#   bash Cluster/parallel.sh N [littleo options] [-- parallel options]
#
#     N                  how many shares; a few times the number of cores, so that nobody waits long at the end
#     littleo options    claims, --profile, --seeds: as for “littleo plan” and “littleo run”
#     parallel options   --jobs, --sshlogin, --sshloginfile and so on; as many jobs as cores by default
#
#     LITTLEO            the program (.build/release/littleo), at the same place everywhere
#     LITTLEO_STORE      a folder that every machine sees (.littleo/store); with %I in its name every share has a store of its
#                        own, for “littleo merge”
#
# A share that fails is tried three times. Starting it again finishes only what is missing. When all is done:
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
plan=$("$littleo" plan ${options[@]+"${options[@]}"} --json)
# Starts no share on a machine that has less memory free than the largest trial takes.
memory=$(printf '%s\n' "$plan" | sed -n 's/^  "largestBytes": \([0-9]*\).*/\1/p' | awk '{ printf "%d", $1 * 1.25 / 1048576 + 256 }')
seq "$shares" | parallel --retries 3 --memfree "${memory}M" "$@" \
  "$littleo" run ${options[@]+"${options[@]}"} --shard "{}/$shares" --store "${store//%I/\{\}}" --jobs 1
