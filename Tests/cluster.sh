#!/usr/bin/env bash
# Trains the same claims with one process, in shares, on a Slurm cluster and with GNU parallel, and compares the reports.
#
#   bash Tests/cluster.sh                 all four
#   bash Tests/cluster.sh slurm           shares and Slurm only; or parallel
#   bash Tests/cluster.sh --keep …        leaves the cluster running and its folder in place, to look around
#
# Slurm and GNU parallel are installed from the system's packages where they are missing, which needs root. The cluster is one
# host with two nodes, of its own configuration, ports and folders; nothing of a cluster that may be there is touched.
set -uo pipefail
cd "$(dirname "$0")/.."

keep= parts=()
for word in "$@"; do
  case $word in
    --keep) keep=1 ;;
    slurm | parallel) parts+=("$word") ;;
    *) echo "cluster.sh understands slurm, parallel and --keep, not “$word”." >&2; exit 2 ;;
  esac
done
if [ ${#parts[@]} = 0 ]; then parts=(slurm parallel); fi

work=$(mktemp -d)
finish() {
  if [ -n "$keep" ]; then echo "left in $work" >&2; return; fi
  for name in slurmd-node1 slurmd-node2 slurmctld; do
    if [ -f "$work/$name.pid" ]; then kill "$(cat "$work/$name.pid")" 2>/dev/null; fi
  done
  rm -rf "$work"
}
trap finish EXIT

swift build -c release 2>&1 | tail -1
LITTLEO=$(swift build -c release --show-bin-path)/littleo
export LITTLEO
options="Definition4_1_Features StabilityCoarse Theorem5_1 --profile quick --seeds 6"
failures=0
fail() {
  echo "FAILED: $1" >&2
  failures=$((failures + 1))
}
same() {
  if diff -r "$work/expected" "$2" >"$work/diff" 2>&1; then echo "$1: the same report, byte for byte"; return; fi
  fail "$1: the report differs"
  head -5 "$work/diff" >&2
}
install() {
  if ! command -v "$1" >/dev/null; then
    echo "installing $2"
    apt-get install -y -qq $2 >"$work/install.txt" 2>&1 || { tail -3 "$work/install.txt" >&2; exit 3; }
  fi
}
# Merges the stores given, decides from the result alone, and compares.
decide() {
  local name=$1
  shift
  "$LITTLEO" merge "$@" --store "$work/$name" || fail "$name: merge"
  "$LITTLEO" verify --offline $options --store "$work/$name" --output "$work/$name-report" >/dev/null 2>"$work/$name.err"
  [ $? = "$complete" ] || fail "$name: $(tail -1 "$work/$name.err")"
  same "$name" "$work/$name-report"
}

"$LITTLEO" verify $options --store "$work/single" --output "$work/expected" >/dev/null 2>&1
complete=$?
trials=$(find "$work/single" -maxdepth 1 -name '*.json' | wc -l)
echo "one process: $trials trials"

# --- Eight shares, one after the other --------------------------------------------------------------------------------
for share in $(seq 8); do
  "$LITTLEO" run $options --shard "$share/8" --store "$work/share-$share" >/dev/null 2>&1 || fail "share $share"
done
decide "8 shares" "$work"/share-*

slurm() {
  install slurmctld "slurm-wlm munge"
  local host
  host=$(hostname -s)
  # The daemons of a cluster trust each other by a key.
  if ! pgrep -x munged >/dev/null; then
    mkdir -p /run/munge && chown munge: /run/munge && chmod 755 /run/munge
    [ -f /etc/munge/munge.key ] || { mungekey -c && chown munge: /etc/munge/munge.key; }
    runuser -u munge -- munged || { fail "munged"; return; }
  fi
  export SLURM_CONF="$work/slurm.conf"
  mkdir -p "$work/state" "$work/spool-node1" "$work/spool-node2"
  cat >"$SLURM_CONF" <<END
ClusterName=littleo
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=16817
AuthType=auth/munge
CredType=cred/munge
SlurmUser=root
SlurmdUser=root
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerParameters=sched_interval=1,batch_sched_delay=0
SlurmdParameters=config_overrides
ReturnToService=2
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool-%n
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd-%n.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd-%n.log
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
KillWait=2
MinJobAge=3600
NodeName=node1 NodeHostname=$host NodeAddr=127.0.0.1 Port=16818 CPUs=1 RealMemory=4000
NodeName=node2 NodeHostname=$host NodeAddr=127.0.0.1 Port=16819 CPUs=1 RealMemory=4000
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
END
  slurmctld -f "$SLURM_CONF" && slurmd -N node1 -f "$SLURM_CONF" && slurmd -N node2 -f "$SLURM_CONF" \
    || { fail "the cluster does not start"; return; }
  for _ in $(seq 60); do
    [ "$(sinfo -h -N -o %T 2>/dev/null | grep -c idle)" = 2 ] && break
    sleep 1
  done
  sinfo -N
  # Stores of their own, as on nodes that share nothing.
  LITTLEO_STORE="$work/slurm-%I" bash Cluster/slurm.sbatch 4 $options -- --output="$work/slurm-%a.txt" \
    >"$work/submitted.txt" || { fail "sbatch"; return; }
  cat "$work/submitted.txt"
  local job
  job=$(sed -n 's/^Submitted batch job //p' "$work/submitted.txt")
  # One task is killed in the middle of its work and one is requeued; which ones are at work, the cluster decides.
  local killed= requeued= task
  for _ in $(seq 600); do
    for task in $(squeue -h -r -j "$job" -t running -o %K 2>/dev/null); do
      [ "$(find "$work/slurm-$task" -maxdepth 1 -name '*.json' 2>/dev/null | wc -l)" -ge 3 ] || continue
      if [ -z "$killed" ]; then
        pkill -KILL -f -- "--shard $task/4 --store $work/slurm-$task" && killed=$task
      elif [ -z "$requeued" ] && [ "$task" != "$killed" ]; then
        scontrol requeue "${job}_$task" && requeued=$task
      fi
    done
    [ -n "$killed" ] && [ -n "$requeued" ] && break
    sleep 0.2
  done
  [ -n "$killed" ] || fail "no task was killed"
  [ -n "$requeued" ] || fail "no task was requeued"
  wait_for "$job"
  echo "killed task $killed (${job}_$killed ended with $(scontrol show job "${job}_$killed" | sed -n 's/.*ExitCode=\([^ ]*\).*/\1/p' | head -1)), requeued task $requeued"
  # What the killed task left undone is missing until it is started again.
  "$LITTLEO" merge "$work"/slurm-[0-9] --store "$work/partial" >/dev/null
  "$LITTLEO" verify --offline $options --store "$work/partial" >/dev/null 2>"$work/partial.err"
  [ $? = 3 ] || fail "a store with trials missing was decided"
  grep -c 'missing: d = ' "$work/partial.err" | sed 's/$/ trials named as missing at least/'
  cp -al "$work/slurm-$requeued" "$work/as-it-was"
  LITTLEO_STORE="$work/slurm-%I" bash Cluster/slurm.sbatch 4 $options -- --output="$work/slurm-%a.txt" >"$work/submitted.txt"
  wait_for "$(sed -n 's/^Submitted batch job //p' "$work/submitted.txt")"
  # Records that were there have not been written again: a link to each still sees the same file.
  for record in "$work"/as-it-was/*.json; do
    [ "$record" -ef "$work/slurm-$requeued/$(basename "$record")" ] || { fail "a trial was trained twice"; break; }
  done
  decide "Slurm" "$work"/slurm-[0-9]
}
wait_for() {
  while [ -n "$(squeue -h -j "$1" 2>/dev/null)" ]; do sleep 1; done
}

parallel_() {
  install parallel parallel
  LITTLEO_STORE="$work/parallel-%I" bash Cluster/parallel.sh 5 $options >"$work/parallel.txt" 2>&1 &
  local runner=$! killed=
  for _ in $(seq 600); do
    if [ "$(find "$work" -path '*/parallel-*/*.json' | wc -l)" -ge 5 ]; then
      pkill -KILL -f -- "--shard [0-9]/5 --store $work/parallel-" && killed=1
      break
    fi
    sleep 0.1
  done
  [ -n "$killed" ] || fail "no share of GNU parallel was killed"
  wait "$runner" || fail "GNU parallel: $(tail -1 "$work/parallel.txt")"
  decide "GNU parallel" "$work"/parallel-[0-9]
}

for part in "${parts[@]}"; do
  case $part in
    slurm) slurm ;;
    parallel) parallel_ ;;
  esac
done
if [ "$failures" != 0 ]; then echo "$failures failures" >&2; exit 1; fi
echo "the same bytes from one process, 8 shares and ${parts[*]}"
