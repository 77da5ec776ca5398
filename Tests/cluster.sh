#!/usr/bin/env bash
# Trains the same claims with one process, in shares, on a Slurm cluster and with GNU parallel, and compares the reports.
#
#   bash Tests/cluster.sh                 all four
#   bash Tests/cluster.sh slurm           one process, shares and Slurm only; likewise with “parallel”
#   bash Tests/cluster.sh --keep …        leaves the cluster running and its folder in place, for inspection
#
# Slurm and GNU parallel are installed from the system's packages if they are missing, which needs root. The cluster is one
# host with two nodes and has its own configuration, ports and folders. An existing cluster is not touched.
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
# The path of the program, the stores and the reports contains spaces, so a path that is not quoted fails the test. Slurm's own
# files have no spaces in their paths, because Slurm splits the lines of its configuration at spaces.
place="$work/stores and reports"
mkdir "$place"
finish() {
  if [ -n "$keep" ]; then echo "left in $work" >&2; return; fi
  for name in slurmd-node1 slurmd-node2 slurmctld; do
    if [ -f "$work/$name.pid" ]; then kill "$(cat "$work/$name.pid")" 2>/dev/null; fi
  done
  rm -rf "$work"
}
trap finish EXIT

swift build -c release 2>&1 | tail -1 || exit 3
export LITTLEO="$place/littleo"
cp "$(swift build -c release --show-bin-path)/littleo" "$LITTLEO" || exit 3
options="Definition4_1_Features StabilityCoarse Theorem5_1 --profile quick --seeds 6"
failures=0
fail() {
  echo "FAILED: $1" >&2
  failures=$((failures + 1))
}
same() {
  if diff -r "$place/expected" "$2" >"$work/diff" 2>&1; then echo "$1: the same report, byte for byte"; return; fi
  fail "$1: the report differs"
  head -5 "$work/diff" >&2
}
updated=
install() {
  if command -v "$1" >/dev/null; then return; fi
  echo "installing $2"
  # A new system has no package lists yet.
  if [ -z "$updated" ]; then
    apt-get update -qq >"$work/install.txt" 2>&1 || { tail -3 "$work/install.txt" >&2; exit 3; }
    updated=1
  fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $2 >"$work/install.txt" 2>&1 \
    || { tail -3 "$work/install.txt" >&2; exit 3; }
}
records() { find "$1" -maxdepth 1 -name '*.json' 2>/dev/null | wc -l; }
# Makes a hard link to every record of a store. The links keep the present files, even if a record is written again.
snapshot() { mkdir "$2" && ln "$1"/*.json "$2"; }
# Checks that no record of a snapshot was written again: each link still refers to the same file as the record.
unchanged() {
  local record
  for record in "$1"/*.json; do
    [ "$record" -ef "$2/$(basename "$record")" ] || { fail "$3: a trial was trained twice, or is gone"; return; }
  done
  echo "$3: $(records "$1") records as they were, of $(records "$2") now"
}
# Merges some stores, verifies from the merged store alone, and compares the report.
decide() {
  local name=$1
  shift
  "$LITTLEO" merge "$@" --store "$place/$name" || fail "$name: merge"
  "$LITTLEO" verify --offline $options --store "$place/$name" --output "$place/$name-report" >/dev/null 2>"$work/$name.err"
  [ $? = "$complete" ] || fail "$name: $(tail -1 "$work/$name.err")"
  same "$name" "$place/$name-report"
}

"$LITTLEO" verify $options --store "$place/single" --output "$place/expected" >/dev/null 2>&1
complete=$?
trials=$(records "$place/single")
echo "one process: $trials trials"

# --- Eight shares, one after the other --------------------------------------------------------------------------------
for share in $(seq 8); do
  "$LITTLEO" run $options --shard "$share/8" --store "$place/share-$share" >/dev/null 2>&1 || fail "share $share"
done
decide "8 shares" "$place"/share-*

slurm() {
  install slurmctld "slurm-wlm munge"
  local host
  host=$(hostname -s)
  # Slurm's daemons authenticate each other with a shared munge key.
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
  local idle=0
  for _ in $(seq 60); do
    idle=$(sinfo -h -N -o %T 2>/dev/null | grep -c idle)
    [ "$idle" = 2 ] && break
    sleep 1
  done
  sinfo -N
  [ "$idle" = 2 ] || { fail "after a minute, $idle of 2 nodes are idle: $(tail -1 "$work/slurmctld.log")"; return; }
  # Each task has its own store, as on nodes without a shared folder.
  LITTLEO_STORE="$place/slurm-%I" bash Cluster/slurm.sbatch 4 $options -- --output="$work/slurm-%a.txt" \
    >"$work/submitted.txt" || { fail "sbatch"; return; }
  cat "$work/submitted.txt"
  local job
  job=$(sed -n 's/^Submitted batch job //p' "$work/submitted.txt")
  # One running task is killed and another is requeued. Which tasks run is up to Slurm.
  local killed= requeued= task
  for _ in $(seq 600); do
    for task in $(squeue -h -r -j "$job" -t running -o %K 2>/dev/null); do
      [ "$(records "$place/slurm-$task")" -ge 3 ] || continue
      if [ -z "$killed" ]; then
        pkill -KILL -f -- "--shard $task/4 --store $place/slurm-$task" && killed=$task
      elif [ -z "$requeued" ] && [ "$task" != "$killed" ]; then
        # The records so far, which the requeued task must not write again.
        snapshot "$place/slurm-$task" "$place/before-requeue-$task" || { fail "no links to records"; return; }
        if scontrol requeue "${job}_$task"; then requeued=$task; else rm -rf "$place/before-requeue-$task"; fi
      fi
    done
    [ -n "$killed" ] && [ -n "$requeued" ] && break
    sleep 0.2
  done
  [ -n "$killed" ] || { fail "no task was killed"; return; }
  [ -n "$requeued" ] || { fail "no task was requeued"; return; }
  wait_for "$job" || return
  echo "killed task $killed (${job}_$killed ended with $(scontrol show job "${job}_$killed" | sed -n 's/.*ExitCode=\([^ ]*\).*/\1/p' | head -1)), requeued task $requeued"
  scontrol show job "${job}_$requeued" | grep -q 'Restarts=1\b' || fail "task $requeued was not started again once"
  unchanged "$place/before-requeue-$requeued" "$place/slurm-$requeued" "requeued task $requeued"
  [ "$(records "$place/before-requeue-$requeued")" -lt "$(records "$place/slurm-$requeued")" ] \
    || fail "task $requeued was requeued with nothing left to do"
  # The trials that the killed task did not finish are missing until the task is started again.
  "$LITTLEO" merge "$place"/slurm-[0-9] --store "$place/partial" >/dev/null
  "$LITTLEO" verify --offline $options --store "$place/partial" >/dev/null 2>"$work/partial.err"
  [ $? = 3 ] || fail "a store with trials missing was decided"
  grep -c 'missing: d = ' "$work/partial.err" | sed 's/$/ trials named as missing at least/'
  snapshot "$place/slurm-$requeued" "$place/before-again-$requeued"
  snapshot "$place/slurm-$killed" "$place/before-again-$killed"
  LITTLEO_STORE="$place/slurm-%I" bash Cluster/slurm.sbatch 4 $options -- --output="$work/slurm-%a.txt" >"$work/submitted.txt"
  wait_for "$(sed -n 's/^Submitted batch job //p' "$work/submitted.txt")" || return
  unchanged "$place/before-again-$requeued" "$place/slurm-$requeued" "requeued task $requeued, submitted again"
  unchanged "$place/before-again-$killed" "$place/slurm-$killed" "killed task $killed, submitted again"
  decide "Slurm" "$place"/slurm-[0-9]
}
# Waits for a job to end, 15 minutes at most.
wait_for() {
  local end=$((SECONDS + 900))
  [ -n "$1" ] || { fail "a job was not submitted"; return 1; }
  while [ -n "$(squeue -h -j "$1" 2>/dev/null)" ]; do
    if [ "$SECONDS" -ge "$end" ]; then
      fail "job $1 has not ended after 15 minutes: $(squeue -h -j "$1" | tail -1)"
      scancel "$1"
      return 1
    fi
    sleep 1
  done
}

parallel_() {
  install parallel parallel
  LITTLEO_STORE="$place/parallel-%I" bash Cluster/parallel.sh 5 $options >"$work/parallel.txt" 2>&1 &
  local runner=$! killed=
  # parallel.sh plans first, which may take long on a busy machine.
  for _ in $(seq 3000); do
    kill -0 "$runner" 2>/dev/null || break
    if [ "$(find "$work" -path '*/parallel-*/*.json' | wc -l)" -ge 5 ]; then
      pkill -KILL -f -- "--shard [0-9]/5 --store $place/parallel-" && killed=1
      break
    fi
    sleep 0.1
  done
  [ -n "$killed" ] || fail "no share of GNU parallel was killed"
  wait "$runner" || fail "GNU parallel: $(tail -1 "$work/parallel.txt")"
  decide "GNU parallel" "$place"/parallel-[0-9]
}

for part in "${parts[@]}"; do
  case $part in
    slurm) slurm ;;
    parallel) parallel_ ;;
  esac
done
if [ "$failures" != 0 ]; then echo "$failures failures" >&2; exit 1; fi
echo "the same bytes from one process, 8 shares and ${parts[*]}"
