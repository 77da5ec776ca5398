import ClaimKit
import Experiments
import Trials

/// How far beyond the registered window a search goes.
package struct FarReach: Hashable, Sendable {
  /// Runs per scale.
  package let runs: Int
  /// The seed of the first run; exploratory, so that no verdict uses these runs.
  package let firstSeed: Int
  /// How many scales beyond the largest registered one are tried.
  package let scales: Int
  /// The largest factor by which windows of times are made longer.
  package let stretch: Int
  /// The predicted time that one claim may take, in seconds of one thread.
  package let seconds: Double

  /// A reach from its parts.
  package init(runs: Int = 3, firstSeed: Int = 1_900_001, scales: Int = 2, stretch: Int = 16, seconds: Double = 30) {
    (self.runs, self.firstSeed, self.scales, self.stretch, self.seconds) = (runs, firstSeed, scales, stretch, seconds)
  }
}

/// A few runs of a claim beyond its registered window, at one scale.
///
/// As many runs at the smallest registered scale stand beside them, because the bounds of growth laws are multiples of
/// the mean there. Both have the same window.
package struct FarStudy: Sendable {
  /// The scale beyond, or the largest registered one with a longer window.
  package let scale: Int
  /// The factor by which the window is longer than the registered one.
  package let stretch: Int
  /// The trials: the smallest registered scale, then ``scale``.
  package let study: Study
  /// The trials with their keys and demands.
  package let trials: [PlannedTrial]

  /// The predicted time of all trials, in seconds of one thread.
  package var seconds: Double { trials.reduce(0) { $0 + $1.demand.seconds } }

  /// Plans the runs at one scale.
  ///
  /// - Throws: ``PlanError`` if the setup describes no trial at the scale, or this machine cannot run it.
  init(
    _ claim: any Claim, from first: Int, at scale: Int, stretch: Int, reach: FarReach, experiments: ExperimentCatalogue,
    memory: Double
  ) throws(PlanError) {
    let design = Design(scales: [first, scale], runs: reach.runs, firstSeed: reach.firstSeed)
    let study = try Study(claim, control: nil, design: design, hasPictures: false, stretch: stretch)
    var demands = PlanDemands(experiments: experiments, memory: memory)
    try demands.add(study)
    self.scale = scale
    self.stretch = stretch
    self.study = study
    trials = demands.planned().sorted { ($1.demand.work, $0.key) < ($0.demand.work, $1.key) }
  }
}

/// A claim with the runs beyond its registered window that fit into a budget.
package struct FarClaim: Sendable {
  /// The claim and its folder.
  package let entry: ClaimEntry
  /// The runs, from the smallest scale on; empty if nothing beyond the window can be run.
  package let studies: [FarStudy]
  /// Why nothing beyond the window is run; nil if something is.
  package let obstacle: String?

  /// Chooses the runs beyond the window of a claim.
  ///
  /// The largest registered scale is run with a longer window if conclusions are read at all times from some time on.
  /// Then come scales beyond it, each larger by the factor between the two largest registered ones. If a scale costs
  /// more than what is left of the budget, a shorter window is tried, down to the registered one.
  ///
  /// - Parameters:
  ///   - entry: The claim.
  ///   - profile: The profile whose scales are the registered ones.
  ///   - reach: How far to go.
  ///   - experiments: The experiments that the program knows by name.
  ///   - memory: The memory of the machine, in bytes.
  /// - Throws: ``PlanError`` if the claim cannot be planned at its registered scales.
  package init(
    _ entry: ClaimEntry, profile: Profile, reach: FarReach, experiments: ExperimentCatalogue,
    memory: Double = MachineMemory.limit
  ) throws(PlanError) {
    self.entry = entry
    let claim = entry.claim
    if let mistake = claim.defect() { throw PlanError(mistake) }
    let experiments = try PlanOutline.experiments(of: [entry], and: experiments)
    let registered = Design(profile).on(claim.standIn.axis).scales
    guard let first = registered.first, let last = registered.last, registered.count > 1 else {
      throw PlanError("\(claim.name): its axis has fewer than two scales.")
    }
    let stretches = claim.standIn.window.isStretchable ? Self.halvings(of: reach.stretch) : [1]
    var candidates: [(scale: Int, stretches: [Int])] = [(last, stretches.filter { $0 > 1 })]
    let factor = Double(last) / Double(registered[registered.count - 2])
    var scale = Double(last)
    for _ in 0..<reach.scales {
      scale = (scale * factor).rounded()
      guard scale <= Double(Study.largestScale) else { break }
      candidates.append((Int(scale), stretches))
    }
    var studies: [FarStudy] = []
    var obstacle: String?
    var left = reach.seconds
    for candidate in candidates {
      for stretch in candidate.stretches {
        do {
          let study = try FarStudy(
            claim, from: first, at: candidate.scale, stretch: stretch, reach: reach, experiments: experiments,
            memory: memory)
          guard study.seconds <= left else {
            obstacle = obstacle ?? "the first step beyond it costs more than \(Int(reach.seconds)) s"
            continue
          }
          studies.append(study)
          left -= study.seconds
          break
        } catch {
          obstacle = obstacle ?? error.description
        }
      }
    }
    self.studies = studies
    self.obstacle =
      studies.isEmpty ? obstacle ?? "its window is one time, and no larger scale is possible or was asked for" : nil
  }

  /// Returns a factor, its half, its quarter and so on, down to 1.
  private static func halvings(of factor: Int) -> [Int] {
    var factors: [Int] = []
    var factor = factor
    while factor > 1 {
      factors.append(factor)
      factor /= 2
    }
    return factors + [1]
  }
}
