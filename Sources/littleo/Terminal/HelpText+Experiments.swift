import MultiView
import Training

/// The help of the commands that train trials and decide from them.
extension HelpText {
  static let verify = """
    usage: littleo verify [CLAIM…] [options]

    Trains the trials that are not in the store, decides the claims named (all if none is named), prints the findings
    and writes the report. You can interrupt it at any time and start it again: finished trials are kept, and the report
    has the same bytes in the end. Ctrl-C waits for the trials under way and exits with 130; a second Ctrl-C does not
    wait. For a refuted claim, the store also keeps the counter-example, which the next run tries first.

    The theorems come first. Each claim is named with its verdict as soon as its last trial is done. That verdict is of
    the claim alone; the table at the end corrects for the others. The time left is estimated from the beginning, first
    from the prices of the reference machine.

      --profile quick|standard|deep   scales and runs per scale (standard)
      --seeds N                       runs per scale, 1 to 500 (the profile's)
      --look J                        number of this look at growing data, 1 to 1000. Look J spends 2.5 %/(J·(J+1)) on
                                      each side, and all looks together 2.5 %. Declare the first as --look 1, then add
                                      runs with --seeds. Without --look, a single look spends all of it.
      --jobs N                        threads, 1 to 4096 (the number of processors). Each trains a trial of its own; if
                                      memory holds fewer trials, several threads share one.
      --store DIR                     folder of finished trials (.littleo/store)
      --output DIR                    folder of the report (Reports for a full standard run, otherwise none is written)
      --html FILE.html                write the whole report as one file as well, to sort, filter and print
      --offline                       train nothing: decide from the store alone. Missing trials are named and count as
                                      missing runs; if there are any, no report is written and the exit code is 3.
      --explore                       use exploratory seeds, from 1,000,001 on, on which no verdict rests: for choosing
                                      a stand-in before its registered seeds are used. The report is written only if
                                      --output is given.
      --first-seed N                  with --explore: the first seed, 1,000,001 or more, to try other runs
      --strict                        exit with 1 if a claim is inconclusive; each of the three words of support passes
      --fail-fast                     decide the claims one by one, each on its own, and stop at the first that fails
      --json                          print the findings as one JSON object instead of a table

    examples: littleo verify
              littleo verify Theorem5_1 Theorem5_2 --profile quick
              littleo verify --profile deep --jobs 8 --output DeepReports
              littleo verify --look 1
              littleo verify --seeds 60 --look 2
    """

  static let plan = """
    usage: littleo plan [CLAIM…] [options]

    Shows the trials that the claims named need (all claims if none is named), with the expected time on one thread and
    the expected memory. A trial that several claims need is listed once. Times are predicted from the trials in the
    store, and the prediction error is measured on trials left out of the fit. If the store holds too few trials, the
    times are those of a reference machine.

      --profile quick|standard|deep   scales and runs per scale (standard)
      --seeds N       runs per scale, 1 to 500 (the profile's)
      --explore       use exploratory seeds, from 1,000,001 on, instead of the registered ones
      --first-seed N  with --explore: the first seed, 1,000,001 or more, to try other runs
      --shards N      also show how N machines would share the trials, 1 to 100000
      --store DIR     store from which times are predicted and in which finished trials are looked up (.littleo/store)
      --growth        show instead how time and memory of one run grow with d on the reference machine
      --trials        print one line per trial instead of the table: key, scale, labels or experiment,
                      seed, seconds, memory, “stored”
      --json          print one JSON object with every trial

    examples: littleo plan --profile deep --shards 64
              littleo plan Theorem5_1 --trials
    """

  static let run = """
    usage: littleo run [CLAIM…] [--shard I/N] [options]

    Trains the trials that the claims named need (all claims if none is named) and that are not in the store. It decides
    nothing. With --shard it trains the I-th of N shares of about equal predicted cost. Which trials a share holds
    depends on the claims, the profile and N alone. Shares may run at the same time, into one store or into several that
    “littleo merge” brings together. You can interrupt it and start it again, as with verify. Exit code 3 means that a
    trial failed or could not be kept; the other trials were still trained.

      --shard I/N     the share to train, I from 1 to N (1/1)
      --profile quick|standard|deep   scales and runs per scale (standard)
      --seeds N       runs per scale, 1 to 500 (the profile's)
      --explore       use exploratory seeds, from 1,000,001 on, instead of the registered ones
      --first-seed N  with --explore: the first seed, 1,000,001 or more, to try other runs
      --jobs N        threads, 1 to 4096 (the number of processors)
      --memory MIB    memory available; 0 means all that the machine has (0). Trials together take up to four fifths
                      of it. A trial that needs more fails and is named.
      --store DIR     folder of finished trials (.littleo/store)
      --json          print what the store now holds as a JSON object

    examples: littleo run --profile deep --shard 3/64 --store /scratch/deep
              littleo run Theorem5_1 --shard 1/2 --store shard-1
    """

  static let merge = """
    usage: littleo merge STORE… [--store DIR]

    Adds the trials of the stores named to the store --store (.littleo/store). Every record is checked. A damaged record
    is named and left out. If two stores hold the same trial with different bits, nothing is merged, both files are
    named, and the exit code is 1.

      --store DIR     the store to write to; it may already hold trials
      --json          print what was added, and which records differ, as a JSON object

    example:  littleo merge shard-1 shard-2 shard-3 --store all
    """

  static let report = """
    usage: littleo report [CLAIM…] [options]

    Writes the same report as “littleo verify”, from the trials in the store alone. It trains nothing, and exits with 3
    if a trial is missing or damaged. It has the options of verify except those about training: --jobs, --fail-fast and
    --offline.

      --profile, --seeds, --look, --store, --output, --explore, --first-seed, --strict, --json
                      as for “littleo verify”

    examples: littleo report
              littleo report Theorem5_1 --profile quick --output /tmp/report
    """

  static let replay = """
    usage: littleo replay [KEY…] [options]

    Trains stored trials again and compares the results with their records, bit for bit: the trials whose keys begin
    with KEY, or a sample of the store. Exits with 1 if a result differs, and with 3 if a record is damaged or cannot be
    trained here. Nothing is written.

      KEY             the first 6 or more digits of a key; a record's file is named after its key
      --sample P%     the share of the store to replay (5%)
      --seed N        seed that chooses the sample (1)
      --jobs N        threads, 1 to 4096 (the number of processors)
      --store DIR     the store (.littleo/store)
      --json          print one JSON object instead of text

    examples: littleo replay
              littleo replay --sample 1% --seed 7
              littleo replay 0a1b2c
    """

  static let trial = """
    usage: littleo trial --labels LABELS --d N --steps N [options]
           littleo trial --labels LABELS --d N --samples N --epochs E [options]
           littleo trial --experiment NAME --scale N [--seed N] [--set NAME=VALUE] [--times A,B,…] [--json]

    The last form runs one trial of an experiment that a claim brings with it, and prints its readings. The others train
    one network and print the observables at every checkpoint. Errors are shares of the test samples. The column
    undecided counts the hard samples whose answer the eliminated neurons could have changed.

    With --set mode=concentrated, no vector of length d is held, and d may be as large as 2^60. Such a trial follows the
    law of the exact trial up to an error that the last line estimates; it has other bits. With --set macro=0.01, a
    macro step takes 1 % as many steps as were taken so far with one gradient. This changes the loss by about 0.5 %.

      --labels LABELS                 labels to train on:
                                      coarse         one label per superclass
                                      merged:G       G subclasses of one superclass per label; G divides k
                                      fine           one label per subclass
                                      mixed          one label per subclass of one superclass, and one label for the
                                                     whole of the other
                                      split:Q        every subclass divided at random into Q labels
                                      instance       one label per sample of a finite training set
                                      misaligned:G   G subclasses of each superclass per label, mixing the superclasses;
                                                     misaligned alone is misaligned:1
                                      random:N       N labels that do not depend on the input
      --regime NAME                   \(Regime.named.map(\.name).joined(separator: ", ")) (standard)
      --d N                           dimension, from 4
      --seed N                        seed, 0 to 2^64 − 1 (1); exploratory seeds start at 1,000,000
      --steps N                       training steps
      --samples N                     train on a fixed set of N samples in shuffled epochs, instead of fresh samples
      --epochs E                      in place of --steps: the number of passes over that set
      --readout max|marginal|probe    how to read a superclass off the heads: by the largest head (max, the default if
                                      labels determine superclasses), by sums of probabilities (marginal), or by a
                                      regression fitted on easy samples (probe). The read-outs listed before the chosen
                                      one are computed too.
      --finetune STEPS                then regroup the heads by superclass and train on coarse labels for STEPS steps
      --new-head frozen|full          fine-tune a new linear head on the outputs of the pretrained heads instead, with
                                      the hidden neurons frozen or trained too
      --finetune-samples N            samples that the new head is trained on, again and again
      --finetune-hard SHARE           share of hard samples among them (0)
      --head-step C                   step size of the new head over 1/mean ‖φ‖² (1)
      --threads N                     threads that share the work (all cores); the results do not depend on it
      --set NAME=VALUE                change a parameter of the regime; may be repeated
      --frame standard|rotated        coordinates of the features (standard); rotated needs mode=dense
      --observables errors|weights|responses|all
                                      columns of the table (errors)
      --json                          print one JSON object with every observable instead of a table

    parameters: \(RegimeParameter.allCases.map(\.rawValue).joined(separator: ", ")) (\(NetworkMode.spellings))

    examples: littleo trial --labels coarse --d 256 --steps 128
              littleo trial --labels fine --regime standard --d 64 --seed 1 --steps 64 --set k=4 --json
              littleo trial --labels misaligned --d 64 --samples 2048 --epochs 4 --readout probe --finetune 64
              littleo trial --labels coarse --d 1e12 --steps 65536 --set mode=concentrated
              littleo trial --labels fine --d 1e12 --steps 33554432 --set mode=concentrated --set macro=0.01
              littleo trial --experiment ridgeless --scale 32 --seed 1000001 --set gamma=4
    """

  static let decide = """
    usage: littleo decide FILE --is PREDICATE [options]
           littleo decide --cases FILE.json

    Decides how a metric behaves as the scale grows, with the engine that verifies claims. The verdict is supported,
    supported by extrapolation (the last scale alone does not show it), not contradicted (nothing was seen that could
    contradict it), refuted, or inconclusive(reason). FILE is a table with a header, separated by commas, semicolons or tabs, or
    JSON lines with one object per line. It may be - for standard input.

    columns, by name and in any order: scale,run,value[,trials] or scale,run,a,b; T and k may be added, and all others
    are ignored
      scale    d, a number above 1
      run      a number or a name, by which runs are ordered
      value    one number per run
      trials   a whole number, the same in every row; value is then a count out of it
      a,b      a pair of numbers per run
      T        a time; only the worst of a run's times is used
      k        a second parameter, the same for all runs of a scale
      An empty value, NA or null is a missing run. NaN is an impossible value: it is named with its line, and the
      verdict is inconclusive. A run that is absent at one scale but present at another is missing there, so use the
      same run numbers at every scale. If no run name occurs at two scales, each scale has its own runs. If more than
      10 % of the runs are missing at a scale, the verdict is inconclusive. The worst of several T is the largest value
      for o and O, the smallest for Ω, and any violation for whp and a<=b. Θ, poly, exponents, curves and o(1) of
      signed numbers do not take T.

    predicates (f is a product of powers, as in sqrt(d)*ln(d)^2, d^0.5, 1/k, k^2/d; log is ln)
      o(1), Omega(1)     the mean tends to 0, or stays away from 0; Ω(1) may be written too. Of signed numbers, o(1) is
                         about |mean|, and Ω(1) about the upper side
      <=o(1)             a signed mean does not stay above 0; it may be negative
      o(f), Omega(f)     the same for value/f
      O(f), Theta(f)     the value grows at most like f, or exactly like f; Θ(f) may be written too
      exponent=θ±t       the value grows like d to an exponent within θ ± t, as in exponent=1.5±0.2; +- for ± will do
      curve=LAW±t        the mean at every scale is within ±t of a factor times f, as in curve=0.5*d^-1±10% or
                         curve=0.2±0.02; a t in % is a share of the curve
      curve±t            the same for predicted means in a column, which --prediction names
      poly(d)            the value grows at most like some power of d
      whp                the value is 1 if a run violates a property and 0 if not; violations are rare. Also w.h.p.
      a<=b               runs with a > b (at any T) are rare

      --scale, --run, --value, --trials COLUMN
                                      the columns of a log under its own names (scale, run, value, trials)
      --prediction COLUMN             the column of predicted means for curve±t, the same for all runs of a scale
      --delimiter C                   what separates the columns: ',' ';' '|' or tab (recognised, except '|')
      --at last|largest|smallest      the row that counts if a run has several, as in a log of its steps (refused,
                                      because one run at many times is one run)
      --time COLUMN                   the column that says which row is last (one that is called step, epoch or the like;
                                      otherwise the order of the file)
      --rows-are-runs                 there is no column of runs, because every row is an independent run
      --kind count|share|positive|signed|boolean
                                      sort of number (read off the file, and printed). Where all values are in [0, 1]
                                      and not all are 0 or 1, it must be given. A share is in [0, 1]; with trials it is
                                      a count divided by them.
      --pair difference|ratio         read pairs as a − b or as a/b (difference)
      --k K1,K2,…                     k at each scale, in increasing order of scale, if f mentions k
      --materiality X|X%              largest limit that counts as 0; X% is a share of the mean at the smallest scale
                                      (0.05). Positive values have no unit, so it must be given for them: without it
                                      the means and the fit are shown, without a verdict
      --slowest-power δ               slowest power d^−δ that counts as o(1), above 0 and below 6 (0.25)
      --slowest-log-power β           slowest (ln d)^−β that counts as o(1), above 0 and below 8 (1)
      --slope-tolerance κ             O, Θ: largest slope of ln(value/f), above 0 (0.15)
      --band C                        O, Θ: largest ratio of value/f between scales, above 1 (2)
      --regressor f|d                 O, Θ: take the slope against ln f or ln d (f)
      --bend-tolerance γ              poly: largest bend on log-log axes, above 0 (0.5)
      --largest-degree K              poly: largest degree, above 0 (6)
      --spacing F                     poly: factor between neighbouring values that can occur, 1 to 1000, such as 2 for
                                      times read from a schedule that doubles (1: any value)
      --failure-rate Q                whp, a<=b: a rate below Q counts as rare, above 0 and below 1 (0.1)
      --alpha A                       level on each side, above 0 and below 0.5 (0.025)
      --look J                        number of this look at growing data: it spends A/(J·(J+1)), all looks together A
      --minimum-scales N              scales needed, at least 4 (5)
      --minimum-span X                largest scale over smallest that is needed, above 1 (16)
      --minimum-runs N                runs needed at each scale, at least 2 (20)
      --json, --markdown              print one JSON object, or Markdown, instead of text
      --chart FILE.svg                write the chart as well
      --html FILE.html                write the decision with its chart as one file
      --strict                        exit with 1 if the verdict is inconclusive; each of the three words of support passes
      --cases FILE.json               check the engine on cases in the format of Tests/TestSupport/Vectors; with --json,
                                      print one object

    exit codes: 0 a word of support or inconclusive, 1 refuted or a case failed, 2 wrong command line or input, 3 error

    examples: littleo decide Documentation/examples/hard-error.csv --is 'Omega(1)'
              littleo decide losses.csv --is 'o(1)' --materiality 10% --chart losses.svg
              littleo decide log.csv --scale width --run seed --value test_error --kind share --is 'o(1)'
              littleo decide steps.jsonl --scale width --run name --value val_loss --at last --is 'o(1)' --materiality 10%
              littleo decide times.csv --is 'poly(d)' --spacing 2
              littleo decide times.csv --is 'exponent=1.5±0.2'
              littleo decide errors.csv --is 'curve=0.5*d^-1±0.02' --kind share
              littleo decide pairs.csv --is 'a<=b' --json
              littleo decide norms.csv --is 'Theta(sqrt(d)*ln(d))' --markdown
    """
}
