/// Any executable as an experiment: it is asked for trials in JSON lines and answers in JSON lines.
///
/// LittleO writes one JSON object per line to the program's standard input. The program answers on its standard output,
/// flushes it after every line, and ends when its input ends. One process runs many trials, one after the other. `→` is
/// a line to the program, `←` a line from it:
///
///     → {"describe": 1}
///     ← {"experiment": "ridgeless", "settings": {"gamma": {"default": 2}}, "quantities": {"risk": {"kind": "positive"}}}
///     → {"trial": "9f3c…", "scale": 256, "seed": 21001, "settings": {"gamma": 2}, "times": [1, 2]}
///     ← {"trial": "9f3c…", "time": 1, "risk": 0.31}
///     ← {"trial": "9f3c…", "time": 2, "risk": 0.22}
///     ← {"trial": "9f3c…", "done": true}
///
/// - Settings: each has a `default`, a number or a word. `min` and `max` limit a number, `words` lists the words
///   allowed, and `meaning` says what the setting is.
/// - Quantities: each has a `kind`: `count`, `positive`, `share` or `signed`. `words` is its name in sentences. `per` is
///   `time`, or `run` for a quantity that is read once per run, in a line without `time`. The value of a count is
///   `{"count": 3, "of": 500}`, and all other values are numbers.
/// - Faults: an optional member `faults` names defects that can be planted, as
///   `{"shuffled": {"words": "shuffled labels", "settings": {"shuffle": 1}}}`.
/// - Readings: every quantity is read once at every time asked for. `null` says that the run does not define it there.
/// - Seeds: whole numbers up to 2⁶⁴ − 1. The readings must be a function of the trial alone.
/// - The last line of a trial may hold `work`, a number in the program's own unit.
///
/// A program that breaks these rules fails the trial under way with one sentence. Its process is then killed, and the
/// next trial gets a new one.
///
/// Each worker runs without a shell in a session of its own. It inherits the environment, with these additions unless
/// they are set: `OMP_NUM_THREADS`, `OPENBLAS_NUM_THREADS`, `MKL_NUM_THREADS`, `PYTHONDONTWRITEBYTECODE` and
/// `PYTHONUNBUFFERED` are 1, and `PYTHONHASHSEED` is 0. A variable `LITTLEO_WORKER_…` marks its descendants.
///
/// Limits of what is guarded:
/// - A process that detaches itself is found by its marker, on Linux only; one that also clears its environment is not.
/// - If LittleO itself is killed, workers see the end of their input. A worker that does not read on goes on running.
/// - Memory is watched on Linux only, about ten times a second, as the resident memory of the worker and its
///   descendants. Pages that several of them share count once for each.
public struct Program: Sendable {
  /// The name in records, which the program repeats when it describes itself.
  package let name: String
  /// The executable and its arguments.
  let command: [String]
  /// The files whose contents belong to the version; nil for those that the command names.
  let files: [String]?
  /// The most seconds that a trial may take.
  let timeLimit: Double
  /// The most MiB that a worker and its descendants may use; 0 for no limit.
  let memoryLimit: Int
  /// The most seconds from the start of a worker to its description.
  let startLimit: Double
  /// What is known of the program so far, shared by all copies of this value.
  let knowledge = ProgramKnowledge()

  /// A program from its command.
  ///
  /// Nothing is read or started yet. If the name, the command, a file or a limit is not usable, every trial says so.
  ///
  /// - Parameters:
  ///   - name: The name in records: at most 40 letters, digits, hyphens and underscores.
  ///   - command: The executable and its arguments. An executable without a slash is looked up in `PATH`.
  ///   - files: The files whose contents belong to the version, relative to the current folder. If nil, these are the
  ///     arguments that name regular files, and the executable if it is given with a slash. Interpreters found in
  ///     `PATH`, imported modules and data are not among them: list those here, or old records are read after a change.
  ///   - timeLimit: The most seconds that a trial may take.
  ///   - memoryLimit: The most MiB that a worker and its descendants may use; 0 for no limit.
  ///   - startLimit: The most seconds from the start of a worker to its description.
  public init(
    _ name: String, _ command: [String], files: [String]? = nil, timeLimit: Double = 600, memoryLimit: Int = 2048,
    startLimit: Double = 60
  ) {
    self.name = name
    self.command = command
    self.files = files
    self.timeLimit = timeLimit
    self.memoryLimit = memoryLimit
    self.startLimit = startLimit
  }
}
