import MultiView
import Verification

/// The texts that `--help` prints.
enum HelpText {
  /// The commands.
  static let commands = [
    "verify", "plan", "run", "merge", "report", "replay", "list", "explain", "new", "trial", "mutants", "beyond",
    "decide", "images", "calibrate", "bench", "doctor",
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
    case "beyond": beyond
    case "decide": decide
    case "images": images
    case "calibrate": calibrate
    case "bench": bench
    default: overview
    }
  }

  private static let overview = """
    littleo tests claims about limits, such as o(1) and Ω(1), on experiments of growing size.

    usage: littleo verify [CLAIM…] [options]     verify claims and write the report
           littleo plan                          show the trials that claims need, and what they cost
           littleo run --shard I/N               train one machine's share of the trials, without deciding claims
           littleo merge STORE…                  copy the trials of several stores into one
           littleo report                        write the report from stored trials, without training
           littleo replay                        train stored trials again and compare the results bit for bit
           littleo list                          list the claims
           littleo explain CLAIM                 show a claim: statement, stand-in, controls, cost
           littleo new NAME                      start a claim file
           littleo trial --labels … --d … --steps …   train one network and print what was observed
           littleo trial --experiment NAME --scale N  run one trial of any experiment
           littleo mutants                       plant defects and show which claims notice them
           littleo beyond                        look for violations beyond the registered windows
           littleo decide FILE --is 'o(1)'       decide a claim about your own numbers
           littleo images FOLDER                 compare labels of pretraining on your own images
           littleo calibrate                     measure error rates and power on simulated laws whose truth is known
           littleo bench                         measure how fast this machine trains
           littleo doctor                        check this machine, the store and the report
           littleo CLAIM                         the same as littleo explain CLAIM
           littleo COMMAND --help                show the options of a command
           littleo --version

    exit codes: 0 no claim refuted, 1 a claim refuted or a control not refuted, 2 wrong command line or input, 3 error,
                130 stopped by Ctrl-C, 143 stopped by SIGTERM
    verdicts:   supported; supported by extrapolation (of a fitted curve); not contradicted (nothing was seen that
                could contradict it); refuted; inconclusive(reason). The first three pass, also with --strict.
    Every command has --json. Verdicts are coloured on a terminal unless NO_COLOR is set.

    examples: littleo verify
              littleo verify Theorem5_1 --profile quick
              littleo explain Theorem5_2
              littleo decide Documentation/examples/hard-error.csv --is 'Omega(1)'
    """

  private static let doctor = """
    usage: littleo doctor [REPORTS] [--store DIR] [--json]

    Shows the processors, the memory, the instruction set in use, the number of trials in the store, and the number of
    claims with a current verdict in the report. It compares every file of the report with its hash in environment.json,
    and names the files beside a claim's page that are not of the report; these may be your own.
    It also trains two small networks with every instruction set, on one thread and on several; all must give the same
    bits. The exit code is 3 if bits differ, if a file of the report is missing or changed, or if the report is not whole.

      --store DIR     the store (.littleo/store)
      --reports DIR   the report, in place of the word (Reports)
      --json          print one JSON object

    example: littleo doctor Reports
    """

  private static let new = """
    usage: littleo new NAME [--folder FOLDER] [--like CLAIM] [--json]

    Writes Claims/FOLDER/NAME.swift, a small claim that compiles and can be decided as it is, and prints the next steps.
    Run it in the folder of Package.swift. NAME becomes the name of a Swift type and must not be in use. No file is
    overwritten.

      --folder FOLDER   \(ClaimTemplate.folders.joined(separator: ", "))
                        (Theorems, or the folder of the copied claim); or a new folder, for another paper
      --like CLAIM      start from a copy of this claim's file, with its type renamed
      --program COMMAND start a claim on a program, such as 'python3 train.py', in folder Own. If there is no file of
                        this name, a small Python program is written too. If there is, it is asked what it takes and
                        yields, and the claim is about its first quantity. Nothing runs through a shell.
      --json            print the claim's name and its file as a JSON object

    examples: littleo new RareFeaturesGrow --folder Mechanism
              littleo new Theorem5_2_Narrow --like Theorem5_2
              littleo new SlopeIsLearned --program 'python3 train.py'
    """

  private static let mutants = """
    usage: littleo mutants [DEFECT…] [options]

    Decides each claim on its own without a defect. Then plants a defect into every trial of the claims that were
    supported, and decides each of them again. A claim notices the defect if it is supported without it and not
    supported with it; supported by extrapolation and not contradicted count as supported. Exits with 1 if some defect
    is noticed by no claim.

      DEFECT          one of the defects below; all if none is named
      --profile quick|standard|deep   scales and runs per scale (quick)
      --claims A,B    try these claims only (all)
      --until-noticed try the claims in order of cost, and go on to the next defect once a claim notices
      --conclusions   then try every claim with further defects, until each of its conclusions notices one; with four
                      at most, and with none whose trials take over ten times as long
      --jobs N        threads, 1 to 4096 (the number of processors)
      --store DIR     folder of finished trials (.littleo/store)
      --output FILE   file of the page (Reports/mutants.md for a full run, otherwise none is written)
      --json          print one JSON object instead of the table

    defects of the shared trainer; a program may declare its own:
    \(MutantsCommand.known.map { "  \($0.name): \($0.words)" }.joined(separator: "\n"))

    examples: littleo mutants --until-noticed
              littleo mutants labels-shuffled bias-frozen --claims Theorem5_1,Theorem5_2
    """

  private static let beyond = """
    usage: littleo beyond [CLAIM…] [options]

    Runs a few exploratory seeds of each claim beyond its registered window: at the largest scale for longer, and at
    larger scales. Shows the first run on the wrong side of a bound. Decides nothing. Exits with 1 if there is one.

      CLAIM           claims to search; all if none is named
      --profile quick|standard|deep   whose windows to exceed (standard)
      --seeds N       runs per scale (3)
      --first-seed N  the seed of the first run, at least 1000001 (1900001)
      --scales N      scales beyond the largest, 0 to 20 (2)
      --times N       the largest factor by which windows are made longer (16)
      --budget N      predicted seconds of one thread that one claim may take (30)
      --jobs N        threads, 1 to 4096 (the number of processors)
      --store DIR     folder of finished trials (.littleo/store)
      --output FILE   file of the page (Reports/beyond.md for a full search, otherwise none is written)
      --json          print one JSON object instead of the table

    examples: littleo beyond Theorem5_1 --budget 300
              littleo beyond PermutationRecords --scales 6
    """

  private static let bench = """
    usage: littleo bench [--threads N] [--largest D] [--peers FILE] [--output FILE]
           littleo bench product|normals [--json]
           littleo bench steps|trial --labels LABELS --d N [options] [--json]

    Measures the hot loops with every instruction set of this processor, the steps of the pruned trainer, and whole
    trials at growing d, concentrated ones up to d = 10^12 among them, and prints a page in Markdown. The other two
    forms measure one of these alone. The regime is standard.

      --threads N     threads that share a trial (1)
      --largest D     largest dimension of a whole trial, doubling from 64 (4096)
      --peers FILE    measurements of Benchmarks/peers.py to add to the page
      --output FILE   file of the page (standard output)
      --labels, --d, --set, --seed, --steps   the trial, as for “littleo trial”; steps are timed without observation
      --json          print one JSON object on one line

    The environment variable LITTLEO_CPU sets the instruction set of every command: portable, avx2 or avx512.

    examples: littleo bench steps --labels fine --d 256 --set width=512 --set mode=dense --threads 2 --json
              littleo bench trial --labels fine --d 1024
              littleo bench trial --labels fine --d 1e12 --steps 1024 --set mode=concentrated
              littleo bench --peers peers.json --output Reports/performance.md
    """

  private static let calibrate = """
    usage: littleo calibrate [PATTERN] [options]

    Simulates laws of which it is known that a predicate holds, fails, or is exactly on the boundary. It draws runs from
    each law many times, decides them, and counts the verdicts at α, α/6 and α/40. Exits with 1 if a rate of false
    verdicts is significantly above the nominal level. All rates are tested together at 5 %. A law with too high a rate
    is drawn again, ten times as often, and judged by that alone.

      PATTERN         only the laws whose name contains this, such as 'Θ(√d)' or '[A]'
      --runs N,N,…    measure how often verdicts on o(1) and Ω(1) are right at these numbers of runs per scale, each 20
                      to 10000. Exits with 1 if more runs make them rarer. Without PATTERN, 20 laws are measured
      --repeats N     repetitions per law, 1 to 1000000 (2000; with --runs 400)
      --seed N        seed of all random numbers (51001, which is that of the committed page)
      --jobs N        laws simulated at once, 1 to 4096 (the number of processors)
      --output FILE   file of the page (Reports/calibration.md for a full calibration, otherwise none is written)
      --json          print one JSON object instead of the table

    examples: littleo calibrate
              littleo calibrate 'floor 0.1' --repeats 500 --seed 1000001
              littleo calibrate --runs 20,40,80,160,320
    """

  private static let list = """
    usage: littleo list [--profile quick|standard|deep] [--reports DIR] [--json]

    Lists the claims by folder: provenance, verdict, how many of its conclusions a control refuted, regime, scale if it
    is not d, expected time on one thread of the reference machine, number of trials, and title. A verdict is shown only
    if the report was made for the claim as it is registered now. Otherwise the claim is not verified, or its verdict is
    stale.

      --profile quick|standard|deep   profile for which time and trials are shown (standard)
      --reports DIR                   report whose verdicts are shown (Reports)
      --json                          print one JSON object per claim, in an array

    examples: littleo list --profile quick
              littleo list --json
    """

  private static let explain = """
    usage: littleo explain CLAIM [--profile quick|standard|deep] [--reports DIR] [--json]

    Shows a claim: its statement as mathematics, its source, the claims it rests on, its finite stand-in with a reason
    for every number, its controls and what they change, what its verdict does not say, its cost and its verdict.

      --profile quick|standard|deep   profile for which scales, cost and verdict are shown (standard)
      --reports DIR                   report whose verdict is shown (Reports)
      --json                          print one JSON object

    examples: littleo explain Theorem5_1
              littleo explain CoarseLabelGap --profile quick
    """
}
