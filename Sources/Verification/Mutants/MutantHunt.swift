import ClaimKit
import Experiments
import Planning
import Trials

/// Decides claims without a planted defect, and those that are supported again with each of several defects.
///
/// Every claim is decided on its own, without correction for the others.
package struct MutantHunt: Sendable {
  /// The claims to decide.
  package let entries: [ClaimEntry]
  /// Scales and runs per scale.
  package let design: Design
  /// The experiments that claims name.
  package let experiments: ExperimentCatalogue
  /// The runner that runs the trials.
  package let runner: TrialRunner
  /// Whether the remaining claims are skipped once one claim notices a defect.
  package let endsWithNotice: Bool
  /// Whether, after that, each claim is tried with further defects until each of its conclusions notices one, or
  /// ``mostAsked`` were tried.
  package let asksConclusions: Bool
  /// The most defects with which a claim is tried for the sake of its conclusions.
  ///
  /// Those that most conclusions have noticed come first. A conclusion that notices none of them hardly notices another.
  package static let mostAsked = 4
  /// A defect that makes a claim's trials dearer than this many times the undisturbed ones is left out, except where it
  /// is searched for a claim that notices it.
  ///
  /// A defect that changes single samples forbids macro steps, and a trial may then take a hundred times as long.
  package static let dearestAsked = 10.0
  private let eventReceiver: @Sendable (String) -> @Sendable (RunEvent) -> Void

  /// A hunt for claims that notice defects.
  ///
  /// - Parameters:
  ///   - entries: The claims to decide.
  ///   - design: Scales and runs per scale.
  ///   - experiments: The experiments that claims name.
  ///   - runner: The runner that runs the trials.
  ///   - endsWithNotice: Whether the claims are tried in order of cost, and only until one notices the defect.
  ///   - asksConclusions: Whether, after that, every claim is tried until each of its conclusions notices a defect.
  ///   - eventReceiver: Given a progress title, returns the function that receives the events of the trials under that
  ///     title.
  package init(
    _ entries: [ClaimEntry], design: Design, experiments: ExperimentCatalogue, runner: TrialRunner,
    endsWithNotice: Bool = false, asksConclusions: Bool = false,
    eventReceiver: @escaping @Sendable (String) -> @Sendable (RunEvent) -> Void = { _ in { _ in } }
  ) {
    self.entries = entries
    self.design = design
    self.experiments = experiments
    self.runner = runner
    self.endsWithNotice = endsWithNotice
    self.asksConclusions = asksConclusions
    self.eventReceiver = eventReceiver
  }

  /// Returns which claims notice which defects.
  ///
  /// Only claims that are supported without a defect are tried with one.
  ///
  /// If the trainer refuses a claim's trials under a defect, the claim has no verdict for that defect. The other claims
  /// are still decided.
  ///
  /// - Throws: `CancellationError` if the task was cancelled; `PlanError` if the claims can be planned one by one but
  ///   not together.
  package func matrix(of mutants: [PlantedDefect]) async throws -> MutationMatrix {
    var baseline = MutationMatrix.Answers()
    var rows: [(mutant: PlantedDefect, answers: MutationMatrix.Answers)] = []
    if !endsWithNotice { try await add(entries, with: nil, title: "no defect", to: &baseline) }
    for (index, mutant) in mutants.enumerated() {
      let title = "defect \(index + 1) of \(mutants.count), \(mutant.name)"
      var answers = MutationMatrix.Answers()
      if endsWithNotice {
        try await search(mutant, title: title, baseline: &baseline, answers: &answers)
      } else {
        let supported = entries.filter { baseline.verdicts[$0.claim.name]?.isSupport == true }
        try await add(supported, with: mutant, title: title, to: &answers)
      }
      rows.append((mutant, answers))
    }
    if endsWithNotice, asksConclusions { try await ask(entries, baseline: &baseline, rows: &rows) }
    return MutationMatrix(claims: entries.map(\.claim.name), baseline: baseline, mutants: rows)
  }

  /// Tries one claim after the other until one notices the defect.
  ///
  /// The next claim is always the one whose additional trials cost least; trials that an earlier claim has already used
  /// cost nothing. The order depends on predicted costs only, not on the contents of an archive, so it is the same
  /// every time.
  private func search(
    _ mutant: PlantedDefect, title: String, baseline: inout MutationMatrix.Answers,
    answers: inout MutationMatrix.Answers
  ) async throws {
    var open: [(entry: ClaimEntry, trials: [PlannedTrial])] = entries.map { entry in
      (entry, (try? Plan.faulty([entry], design: design, experiments: experiments, defect: mutant))?.trials ?? [])
    }
    var paid: Set<TrialKey> = []
    func price(_ trials: [PlannedTrial]) -> Double {
      trials.reduce(0) { paid.contains($1.key) ? $0 : $0 + $1.demand.work }
    }
    while let next = open.indices.min(by: { price(open[$0].trials) < price(open[$1].trials) }) {
      let (entry, trials) = open.remove(at: next)
      let name = entry.claim.name
      if !baseline.tried.contains(name) {
        try await add([entry], with: nil, title: "no defect, \(name)", to: &baseline)
      }
      guard baseline.verdicts[name]?.isSupport == true else { continue }
      try await add([entry], with: mutant, title: "\(title), \(name)", to: &answers)
      paid.formUnion(trials.map(\.key))
      if MutationMatrix.mark(of: name, baseline: baseline, answers: answers).isNotice { return }
    }
  }

  /// Tries every claim with one defect after the other until each of its conclusions has noticed one, or enough were
  /// tried.
  ///
  /// The defects that most conclusions have noticed so far come first.
  private func ask(
    _ entries: [ClaimEntry], baseline: inout MutationMatrix.Answers,
    rows: inout [(mutant: PlantedDefect, answers: MutationMatrix.Answers)]
  ) async throws {
    var notices = rows.map { row in
      entries.reduce(0) { sum, entry in
        sum + baseline.conclusions(of: entry.claim.name).count { row.answers.isNoticed(by: $0, of: entry.claim.name) }
      }
    }
    for (index, entry) in entries.enumerated() {
      let name = entry.claim.name
      let title = "claim \(index + 1) of \(entries.count), \(name)"
      if !baseline.tried.contains(name) { try await add([entry], with: nil, title: title, to: &baseline) }
      var open = baseline.conclusions(of: name)
      open.removeAll { text in rows.contains { $0.answers.isNoticed(by: text, of: name) } }
      let limit = Self.dearestAsked * (price(entry, with: nil) ?? .infinity)
      var asked = 0
      for row in rows.indices.sorted(by: { (-notices[$0], $0) < (-notices[$1], $1) }) {
        guard !open.isEmpty, asked < Self.mostAsked else { break }
        guard !rows[row].answers.tried.contains(name) else { continue }
        let mutant = rows[row].mutant
        guard price(entry, with: mutant) ?? 0 <= limit else { continue }
        try await add([entry], with: mutant, title: "\(title), \(mutant.name)", to: &rows[row].answers)
        if rows[row].answers.verdicts[name] != nil { asked += 1 }
        let noticing = open.filter { rows[row].answers.isNoticed(by: $0, of: name) }
        notices[row] += noticing.count
        open.removeAll(where: noticing.contains)
      }
    }
  }

  /// Returns the predicted seconds of a claim's trials with a defect, or with none; nil if they cannot be run.
  private func price(_ entry: ClaimEntry, with mutant: PlantedDefect?) -> Double? {
    let plan = try? Plan.faulty([entry], design: design, experiments: experiments, defect: mutant)
    return plan?.trials.reduce(0) { $0 + $1.demand.seconds }
  }

  private func add(
    _ entries: [ClaimEntry], with mutant: PlantedDefect?, title: String, to answers: inout MutationMatrix.Answers
  ) async throws {
    // One defect is planned at a time, because the traces of all defects would not fit into memory.
    let possible = entries.filter {
      (try? Plan.faulty([$0], design: design, experiments: experiments, defect: mutant)) != nil
    }
    let plan = try Plan.faulty(possible, design: design, experiments: experiments, defect: mutant)
    let outcomes = try await runner.run(plan.trials, report: eventReceiver(title))
    let found = Verifier(plan, isFamily: false).answers(outcomes)
    answers.add(
      entries.map(\.claim.name), verdicts: found.mapValues(\.verdict), isSupported: found.mapValues(\.isSupported))
  }
}
