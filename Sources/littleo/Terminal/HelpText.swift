import MultiView
import Verification

/// What `--help` prints.
enum HelpText {
  /// The commands.
  static let commands = [
    "verify", "plan", "run", "merge", "report", "replay", "list", "explain", "new", "trial", "mutants", "decide",
    "calibrate", "bench",
    "doctor",
  ]

  /// Returns the help for a command, or the overview.
  static func text(for command: String?) -> String {
    switch command {
    case "verify": verify
    case "plan": plan
    case "run": run
    case "merge": merge
    case "report": report
    case "replay": replay
    case "doctor": doctor
    case "list": list
    case "explain": explain
    case "new": new
    case "trial": trial
    case "mutants": mutants
    case "decide": decide
    case "calibrate": calibrate
    case "bench": bench
    default: overview
    }
  }

  private static let overview = """
    littleo decides whether claims about limits, o(1) and Ω(1), survive at growing scale.

    usage: littleo [verify] [CLAIM…] [options]   verify claims and write the report (the default)
           littleo plan                          show what trials cost, and how machines would share them
           littleo run --shard I/N               train one machine's share into a store, deciding nothing
           littleo merge STORE…                  bring the trials of several stores together
           littleo report                        write the report from the store, training nothing
           littleo replay                        train stored trials again and compare the bits
           littleo list                          list the claims
           littleo explain CLAIM                 show a claim: statement, stand-in, controls, cost
           littleo new NAME                      start a claim file
           littleo trial --labels … --d … --steps …   train once and print what was observed
           littleo mutants                       plant defects and show which claims notice
           littleo decide FILE.csv --is 'o(1)'   decide a claim about your own numbers
           littleo calibrate                     measure error rates and power on planted truths
           littleo bench                         measure how fast this machine trains
           littleo doctor                        what this machine has, and whether it computes the same bits
           littleo COMMAND --help                more about a command
           littleo --version

    exit codes: 0 nothing refuted, 1 a claim refuted or a control not refuted, 2 wrong usage, 3 error, 130 or 143 stopped by a signal
    Every command has --json. Verdicts are coloured on a terminal unless NO_COLOR is set.

    examples: littleo
              littleo verify Theorem5_1 --profile quick
              littleo explain Theorem5_2
              littleo decide Documentation/examples/hard-error.csv --is 'Omega(1)'
    """

  private static let verify = """
    usage: littleo verify [CLAIM…] [options]

    Trains the trials that the store does not hold, decides every claim named (all if none is), prints the findings and
    writes the report. It can be interrupted at any time and started again: finished trials are kept, and the report
    comes out the same to the byte. Ctrl-C waits for the trials under way and exits with 130; a second one does not wait.
    The smallest counter-example of a refuted claim is kept in the store and looked at first the next time.

      --profile quick|standard|deep   scales and runs per scale (standard)
      --seeds N                       runs per scale, 1 to 500 (the profile's)
      --look J                        the J-th look at growing data, 1 to 1000: it spends 2.5 %/(J·(J+1)) on each side, and
                                      all looks together 2.5 %; declare the first as --look 1, then add runs with
                                      --seeds; without it the one registered look spends all
      --jobs N                        threads at work, 1 to 4096 (the number of processors): on a trial each, or on one where
                                      memory holds no more
      --store DIR                     where finished trials are kept (.littleo/store)
      --output DIR                    where the report is written (Reports for a full standard run, else nowhere)
      --offline                       train nothing: decide from the store alone and name the trials that it lacks, each of
                                      which counts as a missing run; without a report, and with 3, if it lacks any
      --explore                       seeds from 1,000,001 on instead of the registered ones: for choosing a stand-in before
                                      its registered seeds decide; the report goes to --output only
      --strict                        exit with 1 if a claim is inconclusive
      --fail-fast                     decide claim by claim, each on its own, and stop at the first that fails
      --json                          the findings as one JSON object on standard output, instead of the table

    examples: littleo verify
              littleo verify Theorem5_1 Theorem5_2 --profile quick
              littleo verify --profile deep --jobs 8 --output DeepReports
              littleo verify --look 1
              littleo verify --seeds 60 --look 2
    """

  private static let plan = """
    usage: littleo plan [CLAIM…] [options]

    Shows the trials that the claims named (all if none is) need, each once however many claims need it, with the seconds of
    one thread and the memory that they are expected to take. Seconds come from prices fitted to the trials in the store, with
    their error on trials that they were not fitted to; from those of a reference machine where the store holds too few.

      --profile quick|standard|deep   scales and runs per scale (standard)
      --seeds N       runs per scale, 1 to 500 (the profile's)
      --explore       seeds from 1,000,001 on instead of the registered ones
      --shards N      also how N machines would share the trials, 1 to 100000
      --store DIR     the store that is asked for prices and for what is trained already (.littleo/store)
      --growth        instead: how time and memory of one run grow with d, at the prices of the reference machine
      --trials        every trial on a line of its own instead of the table: key, d, labels, seed, seconds, memory, “stored”
      --json          one JSON object with every trial

    examples: littleo plan --profile deep --shards 64
              littleo plan Theorem5_1 --trials
    """

  private static let run = """
    usage: littleo run [CLAIM…] [--shard I/N] [options]

    Trains what the claims named (all if none is) need and the store does not hold, and decides nothing. With --shard, the I-th
    of N shares of about the same predicted cost; who gets what depends on the claims, the profile and N alone. Shares may run
    at the same time, into one store or into several that “littleo merge” brings together. It can be interrupted and started
    again like verify. Exit code 3: a trial failed or could not be kept, and the others went on.

      --shard I/N     which share, I from 1 to N (1/1)
      --profile quick|standard|deep   scales and runs per scale (standard)
      --seeds N       runs per scale, 1 to 500 (the profile's)
      --explore       seeds from 1,000,001 on instead of the registered ones
      --jobs N        threads at work, 1 to 4096 (the number of processors)
      --memory MIB    what there is, 0 for what the machine has (0); four fifths are for trials, and one that needs more fails by name
      --store DIR     where finished trials are kept (.littleo/store)
      --json          what is in the store now, as a JSON object

    examples: littleo run --profile deep --shard 3/64 --store /scratch/deep
              littleo run Theorem5_1 --shard 1/2 --store shard-1
    """

  private static let merge = """
    usage: littleo merge STORE… [--store DIR]

    Adds the trials of the stores named to the one of --store (.littleo/store). Every record is checked; one that cannot be
    trusted is named and left out. Where two stores hold the same trial with different bits nothing is merged, both files are
    named, and it exits with 1.

      --store DIR     the store that is written; it may hold trials already
      --json          what was added, and what disagrees, as a JSON object

    example:  littleo merge shard-1 shard-2 shard-3 --store all
    """

  private static let report = """
    usage: littleo report [CLAIM…] [options]

    Writes the report that “littleo verify” would write, from the trials in the store and no others: it trains nothing, and
    exits with 3 if a trial is missing or damaged. Its options are those of verify without what concerns training: --jobs,
    --fail-fast and --offline.

      --profile, --seeds, --look, --store, --output, --explore, --strict, --json   as for “littleo verify”

    examples: littleo report
              littleo report Theorem5_1 --profile quick --output /tmp/report
    """

  private static let replay = """
    usage: littleo replay [KEY…] [options]

    Trains stored trials again and compares what comes out with their records, bit for bit: those whose keys begin with KEY,
    or a sample. Exits with 1 if any gives other bits, and with 3 if a record cannot be trusted. Nothing is written.

      KEY             at least the first 6 digits of a key, which is the name of a record
      --sample P%     the share of the store that is replayed (5%)
      --seed N        which ones (1)
      --jobs N        threads at work, 1 to 4096 (the number of processors)
      --store DIR     the store (.littleo/store)
      --json          one JSON object instead of text

    examples: littleo replay
              littleo replay --sample 1% --seed 7
              littleo replay 0a1b2c
    """

  private static let doctor = """
    usage: littleo doctor [--store DIR] [--reports DIR] [--json]

    Shows processors, memory, the instructions of the hot loops, how many trials the store holds and how many claims have a
    current verdict in the report; and trains two small networks with every set of instructions, on one thread and on
    several, which must yield the same bits. Exits with 3 if they do not.

      --store DIR     the store (.littleo/store)
      --reports DIR   the report (Reports)
      --json          one JSON object

    example: littleo doctor
    """

  private static let new = """
    usage: littleo new NAME [--folder FOLDER] [--like CLAIM] [--json]

    Writes Claims/FOLDER/NAME.swift, a small claim that compiles and can be decided as it is, and says what to do next. To be
    run where Package.swift is. NAME is the name of a Swift type that nothing has yet; no file is ever overwritten.

      --folder FOLDER   \(ClaimTemplate.folders.joined(separator: ", "))
                        (Theorems, or that of the claim to be copied); or a new one, for another paper
      --like CLAIM      start from a copy of this claim's file, its type renamed

    examples: littleo new RareFeaturesGrow --folder Mechanism
              littleo new Theorem5_2_Narrow --like Theorem5_2
    """

  private static let mutants = """
    usage: littleo mutants [FAULT…] [options]

    Plants a defect into every trial of every claim, decides each claim on its own with it and without it, and shows which
    claims notice: those that are supported without it and not with it. Exits with 1 if nobody notices a defect.

      FAULT           one of those below; all if none is named
      --profile quick|standard|deep   scales and runs per scale (quick)
      --claims A,B    these claims only (all)
      --until-noticed try the claims in order of cost, and drop a defect once a claim notices it
      --jobs N        threads at work, 1 to 4096 (the number of processors)
      --store DIR     where finished trials are kept (.littleo/store)
      --output FILE   where the page is written (Reports/mutants.md for a full run, else nowhere)
      --json          one JSON object instead of the table

    faults:
    \(Mutant.all.map { "  \($0.name): \($0.fault.words)" }.joined(separator: "\n"))

    examples: littleo mutants --until-noticed
              littleo mutants labels-shuffled bias-frozen --claims Theorem5_1,Theorem5_2
    """

  private static let bench = """
    usage: littleo bench [--threads N] [--largest D] [--peers FILE] [--output FILE]
           littleo bench product|normals [--json]
           littleo bench steps|trial --labels LABELS --d N [options] [--json]

    Measures the hot loops with every instruction set that this processor has, the steps of the pruned trainer and whole
    trials at growing d, and prints a page in Markdown; or one of these alone. The regime is standard.

      --threads N     threads that share a trial (1)
      --largest D     the largest dimension of a whole trial, doubling from 64 (4096)
      --peers FILE    measurements of Benchmarks/peers.py to put on the page
      --output FILE   where the page is written (standard output)
      --labels, --d, --set, --seed, --steps   the trial, as for “littleo trial”; observation is left out of steps
      --json          one JSON object on one line

    LITTLEO_CPU forces the instructions of every command: portable, avx2 or avx512.

    examples: littleo bench steps --labels fine --d 256 --set width=512 --set mode=dense --threads 2 --json
              littleo bench trial --labels fine --d 1024
              littleo bench --peers peers.json --output Reports/performance.md
    """

  private static let calibrate = """
    usage: littleo calibrate [PATTERN] [options]

    Plants laws of which it is known whether a predicate holds (true, false, and exactly on the boundary), draws runs from
    them again and again, and counts what the engine says. Exits with 1 if a rate of false verdicts is surely above
    what is promised: if its lower 95 % limit exceeds the nominal level.

      PATTERN         only cells whose name contains this, such as 'Θ(√d)' or '[A]'
      --repeats N     repetitions per cell, 1 to 1000000 (2000)
      --seed N        the seed of all random numbers (51001, kept for the committed page)
      --jobs N        cells at once (the number of processors)
      --output FILE   where the page is written (Reports/calibration.md for a full calibration, else nowhere)
      --json          one JSON object instead of the table

    examples: littleo calibrate
              littleo calibrate 'floor 0.1' --repeats 500 --seed 1000001
    """

  private static let list = """
    usage: littleo list [--profile quick|standard|deep] [--reports DIR] [--json]

    Lists the claims by folder, with provenance, verdict, regime, scale where it is not d, trials at a profile (standard) and
    the time expected of one thread of the reference machine, and what they say in short. A verdict is shown only if the
    report holds one for the claim as it is registered now; otherwise the claim is not verified, or its verdict is stale.

      --profile quick|standard|deep   where the cost is taken (standard)
      --reports DIR                   the report whose verdicts are shown (Reports)
      --json                          one JSON object per claim, in an array

    examples: littleo list --profile quick
              littleo list --json
    """

  private static let explain = """
    usage: littleo explain CLAIM [--profile quick|standard|deep] [--reports DIR] [--json]

    Shows a claim: its statement as mathematics, its source, what it rests on, the finite stand-in with the reason of every
    number, its controls with what they change, what its verdict does not say, and what verifying it costs at a profile
    (standard), with the verdict that the report in DIR (Reports) holds for it.

    examples: littleo explain Theorem5_1
              littleo explain CoarseLabelGap --profile quick
    """

  private static let trial = """
    usage: littleo trial --labels LABELS --d N --steps N [options]
           littleo trial --labels LABELS --d N --samples N --epochs E [options]

    Trains once and prints the observables at every checkpoint. Errors are shares of the test samples; undecided counts
    the hard samples whose answer eliminated neurons could have changed.

      --labels LABELS                 the labels trained on: coarse, merged:G (G subclasses of one superclass per label; it
                                      divides k), fine, split:Q (every subclass cut at random into Q labels), instance (one
                                      label per sample of a finite set), misaligned or misaligned:G (G subclasses of either
                                      superclass per label), random:N (N labels that know nothing of the input)
      --regime NAME                   one of \(Regime.named.map(\.name).joined(separator: ", ")) (standard)
      --d N                           dimension
      --seed N                        seed, 0 to 2^64 − 1 (1)
      --steps N                       training steps
      --samples N                     a fixed training set of N samples, in shuffled epochs, instead of fresh ones
      --epochs E                      as many steps as take E passes over it, in place of --steps
      --readout max|marginal|probe    how a superclass is read off the heads: by the largest (max, the default where labels
                                      tell superclasses), by sums of probabilities, or by a regression fitted on easy samples;
                                      every one up to that is taken
      --finetune STEPS                then regroup heads by superclass and train on coarse labels for so many steps
      --threads N                     threads that share the work (all cores); the numbers do not depend on it
      --set NAME=VALUE                another value for a parameter of the regime; repeatable
      --frame standard|rotated        the coordinates of the features (standard); a rotated dictionary needs mode=dense
      --observables errors|weights|responses|all
                                      the columns of the table (errors)
      --json                          one JSON object with every observable instead of a table

    parameters: \(RegimeParameter.allCases.map(\.rawValue).joined(separator: ", ")) (pruned or dense)

    examples: littleo trial --labels coarse --d 256 --steps 128
              littleo trial --labels fine --regime standard --d 64 --seed 1 --steps 64 --set k=4 --json
              littleo trial --labels misaligned --d 64 --samples 2048 --epochs 4 --readout probe --finetune 64
    """

  private static let decide = """
    usage: littleo decide FILE.csv --is PREDICATE [options]
           littleo decide --cases FILE.json

    Decides what a metric does as the scale grows, by the same engine that verifies claims: supported, refuted, or
    inconclusive and why. FILE may be - for standard input.

    columns, by name in any order: scale,run,value[,trials] or scale,run,a,b; besides these T and k
      scale    d, a number above 1        run     a number or name; runs count as ordered by it
      value    one number per run         trials  the same whole number in every row; value counts out of it
      a,b      a pair per run             T       a time; a run's several times are reduced to its worst
      k        a second parameter, the same at all runs of a scale
      An empty value or NA is a missing run. A run that one scale has and another lacks is missing there, so number the
      runs of every scale alike; more than 10 % missing at a scale leaves a claim inconclusive. The worst of several T
      is the largest value for o and O, the smallest for Ω, any violation for whp and a<=b; Θ and poly refuse T.

    predicates (f is a product of powers, as in sqrt(d)*ln(d)^2, d^0.5, 1/k, k^2/d; log is ln)
      o(1), Omega(1)     the mean tends to 0, or stays away from it; also Ω(1)
      o(f), Omega(f)     the same of value/f
      O(f), Theta(f)     it grows at most like f, or exactly like f; also Θ(f)
      poly(d)            it grows at most like some power of d
      whp                runs of value 1 violate a property and are rare; also w.h.p.
      a<=b               runs with a > b (at any T) are rare

      --kind count|positive|signed|boolean   what a number is (read off the file, and printed)
      --pair difference|ratio         pairs as a − b or a/b (difference)
      --k K1,K2,…                     k at each scale in increasing order of scale, if f mentions it
      --materiality X|X%              the largest limit that counts as 0; a share is of the mean at the smallest scale
                                      (0.05; 50% for positive values)
      --slowest-power δ               the slowest power d^−δ that counts as o(1), above 0 and below 6 (0.25)
      --slowest-log-power β           the slowest (ln d)^−β that counts as o(1), above 0 and below 8 (1)
      --slope-tolerance κ             O, Θ: the largest slope of ln(value/f), above 0 (0.15)
      --band C                        O, Θ: the largest ratio of value/f between scales, above 1 (2)
      --regressor f|d                 O, Θ: slope against ln f or ln d (f)
      --bend-tolerance γ              poly: the largest bend on log-log axes, above 0 (0.5)
      --largest-degree K              poly: the largest degree, above 0 (6)
      --spacing F                     poly: the factor between the values that can occur, 1 to 1000, such as 2 for times
                                      read off a doubling schedule (1: any value)
      --failure-rate Q                whp, a<=b: rarer is rare, above 0 and below 1 (0.1)
      --alpha A                       the level on each side, above 0 and below 0.5 (0.025)
      --look J                        the J-th look at growing data: it spends A/(J·(J+1)), all looks together A
      --minimum-scales N              scales needed, from 4 (5)
      --minimum-span X                largest over smallest scale needed, above 1 (16)
      --minimum-runs N                runs needed at each scale, from 2 (20)
      --json, --markdown              one JSON object, or Markdown, instead of text
      --chart FILE.svg                write the chart as well
      --strict                        exit with 1 if inconclusive
      --cases FILE.json               check the engine against cases in the format of Tests/TestSupport/Vectors; with --json as
                                      one object

    exit codes: 0 supported or inconclusive, 1 refuted (or a case failed), 2 wrong usage or input, 3 error

    examples: littleo decide Documentation/examples/hard-error.csv --is 'Omega(1)'
              littleo decide losses.csv --is 'o(1)' --materiality 10% --chart losses.svg
              littleo decide times.csv --is 'poly(d)' --spacing 2
              littleo decide pairs.csv --is 'a<=b' --json
              littleo decide norms.csv --is 'Theta(sqrt(d)*ln(d))' --markdown
    """
}
