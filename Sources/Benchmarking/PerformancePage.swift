import Foundation
import Reporting

/// The page that shows how fast the trainer is, and on which machine.
package struct PerformancePage {
  private let results: BenchResults
  private let command: String

  /// Creates a page on some results.
  ///
  /// - Parameters:
  ///   - results: What was measured.
  ///   - command: The command line that measures again.
  package init(_ results: BenchResults, command: String) {
    self.results = results
    self.command = command
  }

  /// The page in Markdown.
  package var markdown: String {
    let parts = [
      ReportText.marker, "# Performance", opening, "## Loops on one core", loops, "## Steps of the pruned trainer",
      steps,
      "## Whole trials", self.trials, peers, "## Reproduce", "```sh\n\(command)\n```",
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n") + "\n"
  }

  private var opening: String {
    let machine = results.machine
    return """
      Measured on \(machine.processor), \(machine.cores) cores, \(Self.gibibytes(machine.memory)) of memory, \
      \(machine.system); fastest instructions: \(machine.fastest). Times on a shared machine vary; ratios come from \
      runs side by side. Every instruction set and any number of threads gives the same bits, so no verdict and no \
      other page depends on these numbers.
      """
  }

  private var loops: String {
    let products = results.products.flatMap { bench in
      bench.shapes.map {
        [bench.path, "\($0.patches) × \($0.neurons) × \($0.d)", Self.short($0.gflops), Self.short($0.best)]
      }
    }
    let normals = results.normals.map { [$0.path, Self.short($0.gigasamplesPerSecond), Self.short($0.best)] }
    return """
      The forward product (patches × neurons × d; including bias, ReLU, the record of which neurons fired and the sum \
      over neurons), in 10⁹ additions and multiplications per second:

      \(Markup.table(["instructions", "shape", "median", "best"], products))

      Normal variates, 10⁹ per second:

      \(Markup.table(["instructions", "median", "best"], normals))
      """
  }

  private var steps: String {
    let rows = results.steps.map {
      [
        $0.labels, "\($0.d)", "\($0.heads)", Self.short(Double($0.heads) * Double($0.widthPerHead)),
        Self.short(1e3 * $0.medianStepSeconds), Self.short(1 / $0.medianStepSeconds),
        Self.short(Double($0.work) / Double($0.steps)), Self.short($0.predictedStepWork),
      ]
    }
    let threads = results.steps.first?.threads ?? 1
    return """
      Regime standard, on \(threads) \(threads == 1 ? "thread" : "threads"), without observations. *Multiply–adds* \
      were counted, forward and update together. *Predicted* is patches × candidates × d for the forward pass, where a \
      neuron is a candidate for the features on which it exceeds the cut.

      \(Markup.table(["labels", "d", "heads", "neurons", "ms per step", "steps/s", "multiply–adds per step", "predicted"], rows))

      \(exponents)
      """
  }

  private var exponents: String {
    let lines = ["coarse", "fine"].compactMap { labels -> [String]? in
      let steps = results.steps.filter { $0.labels == labels }
      let d = steps.map { Double($0.d) }
      guard let time = ScalingFit(d, steps.map(\.medianStepSeconds)),
        let work = ScalingFit(d, steps.map { Double($0.work) / Double($0.steps) }),
        let predicted = ScalingFit(d, steps.map(\.predictedStepWork))
      else { return nil }
      return [
        labels, Self.short(time.exponent), Self.short(work.exponent), Self.short(predicted.exponent),
        Self.short(time.residual),
      ]
    }
    return "Exponents e of cost ∝ d^e, least squares over these d:\n\n"
      + Markup.table(
        ["labels", "time per step", "multiply–adds", "predicted", "residual of time (ln)"], lines)
  }

  private var trials: String {
    let rows = results.trials.map {
      [
        $0.mode, $0.labels, "\($0.d)", Self.short($0.neurons), Self.short(Double($0.aliveNeurons)), "\($0.steps)",
        "\($0.evaluations) × \($0.testSamples)", Self.short($0.seconds), $0.peakBytes.map(Self.gibibytes) ?? "—",
        $0.certificateMet ? "met" : "not met",
      ]
    }
    let threads = results.trials.first?.threads ?? 1
    return """
      Regime standard, each trial in a process of its own on \(threads) \(threads == 1 ? "thread" : "threads"). \
      *Evaluations* are times × test samples; *memory* is the peak of the process. *Concentrated* trials hold no vector \
      of length d; they follow the law of the exact trials up to a stated error, and *held* counts neurons at the end.

      \(Markup.table(["mode", "labels", "d", "neurons", "held", "steps", "evaluations", "seconds", "memory", "certificate"], rows))
      """
  }

  private var peers: String {
    guard let peers = results.peers else { return "" }
    let versions = peers.versions.keys.sorted().map { name in
      "\(name) \((peers.versions[name] ?? nil) ?? "not installed")"
    }
    let names = ["numpy", "jax", "torch", "littleo"]
    func cells(_ medians: [String: Double], scale: Double) -> [String] {
      names.map { name in medians[name].map { Self.short($0 * scale) } ?? "—" }
    }
    var networks: [[String]] = []
    var products: [[String]] = []
    var normals: [[String]] = []
    for name in peers.workloads.keys.sorted(by: { Self.order($0) < Self.order($1) }) {
      guard let workload = peers.workloads[name] else { continue }
      for shape in workload.shapes ?? [] {
        products.append(
          ["\(shape.patches) × \(shape.neurons) × \(shape.d)"] + cells(shape.medians, scale: 1)
            + [shape.bestPeerRatio.map(Self.short) ?? "—"])
      }
      guard let medians = workload.medians else { continue }
      let ratio = workload.bestPeerRatio.map(Self.short) ?? "—"
      if let heads = workload.heads, let width = workload.widthPerHead {
        let losses = names.map { name in workload.losses?.values[name].map(Self.short) ?? "—" }
        networks.append(
          [name, Self.short(Double(heads) * Double(width))] + cells(medians, scale: 1e3)
            + [ratio, losses.joined(separator: ", ")])
      } else {
        normals.append([name] + cells(medians, scale: 1) + [ratio])
      }
    }
    return """
      ## Comparison with other frameworks

      The same network in distribution, trained by \(versions.joined(separator: ", ")) and by LittleO, in \
      \(peers.rounds) interleaved rounds per network with \(peers.threads) threads each. The other frameworks train \
      it dense. LittleO also does so for narrow networks; it prunes wide ones to the neurons that can fire. Times are \
      milliseconds per step. *Ratio* is the median over rounds of the best peer's time over LittleO's, above 1 where \
      LittleO is faster. *Losses* are those after equally many steps; each competitor draws its own random numbers:

      \(Markup.table(["network", "neurons"] + names + ["ratio", "losses"], networks))

      The product alone against sgemm, on one core, in 10⁹ additions and multiplications per second. *Fraction* is \
      LittleO's rate over the rate of the best sgemm:

      \(Markup.table(["shape"] + names + ["fraction"], products))

      Normal variates, on one core, in 10⁹ per second:

      \(Markup.table(["loop"] + names + ["ratio"], normals))
      """
  }

  /// Returns a sort key for a workload: its name with the dimension padded with zeros, so that 64 precedes 128.
  private static func order(_ name: String) -> String {
    let parts = name.split(separator: "-").map(String.init)
    guard let last = parts.last, let d = Int(last) else { return name }
    let digits = "\(d)"
    return parts.dropLast().joined(separator: "-") + String(repeating: "0", count: max(0, 8 - digits.count)) + digits
  }

  private static func short(_ value: Double) -> String { NumberText.short(value) }

  private static func gibibytes(_ bytes: Double) -> String { "\(NumberText.short(bytes / 0x1p30)) GiB" }
}

/// The exponent of a power law, by least squares in log–log coordinates.
struct ScalingFit: Sendable, Equatable {
  /// The exponent.
  let exponent: Double
  /// The root mean square residual, in natural logarithms.
  let residual: Double

  /// Fits y = c·x^e.
  ///
  /// - Parameters:
  ///   - x: Positive numbers, at least two of them different.
  ///   - y: As many positive numbers.
  /// - Returns: nil if the numbers allow no fit.
  init?(_ x: [Double], _ y: [Double]) {
    guard x.count == y.count, x.count >= 2, (x + y).allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let u = x.map { log($0) }
    let v = y.map { log($0) }
    let n = Double(u.count)
    let meanU = u.reduce(0, +) / n
    let meanV = v.reduce(0, +) / n
    let spread = u.reduce(0) { $0 + ($1 - meanU) * ($1 - meanU) }
    guard spread > 0 else { return nil }
    let slope = zip(u, v).reduce(0) { $0 + ($1.0 - meanU) * ($1.1 - meanV) } / spread
    exponent = slope
    let squares = zip(u, v).reduce(0) {
      let miss = $1.1 - meanV - slope * ($1.0 - meanU)
      return $0 + miss * miss
    }
    residual = (squares / n).squareRoot()
  }
}
