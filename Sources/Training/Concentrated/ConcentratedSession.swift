import MultiView
import Randomness

/// A concentrated trial in training, advanced step by step and observed at any time.
struct ConcentratedSession: ~Copyable {
  private let trial: NetworkTrial
  private let source: SampleSource
  private let screen: Screen
  private let execution: Execution
  private let start: (census: LuckyCensus, drops: Bool, neurons: Int)
  private let shared: InitialProducts?
  private var stage: Stage
  private var network: ConcentratedNetwork
  private var pass: ConcentratedPass
  private var examination: ConcentratedPass
  private var optimizer: ConcentratedStep
  private var macro: MacroStep
  private var tape: NormalTape
  private var drive: Drive?
  private var residuals: Residuals
  /// Whether every sample so far stood for itself alone.
  ///
  /// Where few stand for many, a neuron that only the noise of a single patch would fire is left out.
  private var areSamplesSingle = true
  private var batch = Batch()
  private var noiseFirings = 0
  private var macroSteps = 0
  private var curvature = 0.0
  private var patches = 0.0
  private var past = (work: 0, decisions: 0.0)
  /// When the stage began.
  ///
  /// Macro steps are short beside the time since then, because gradients jump at the beginning of a stage.
  private var beginning = 0

  /// The number of steps taken, over all stages.
  private(set) var time = 0

  /// Sets up a trial before its first step.
  ///
  /// - Parameters:
  ///   - neurons: The initial neurons; nil for those that the trial draws.
  ///   - shared: The products of initial weights with noise; nil for those of the law.
  init(
    _ trial: NetworkTrial, neurons: [SingleNeuron]? = nil, shared: InitialProducts? = nil,
    on execution: Execution = Execution()
  ) {
    self.trial = trial
    self.execution = execution
    self.shared = shared
    source = SampleSource(trial)
    screen = Screen(for: trial)
    stage = Stage(pretraining: trial, source: source, headOfBlock: (0..<Int32(trial.heads)).map { $0 })
    let law = ConcentratedLaw(of: trial, screen: screen)
    let drawn = ConcentratedStart(
      of: trial, screen: screen, law: law, own: OwnFeatures(of: trial, stage.features), on: execution)
    start = (drawn.census(stage.features), drawn.dropsForeignPairs, (neurons ?? drawn.neurons).count)
    let features = Features(subclasses: trial.parameters.k).count
    network = ConcentratedNetwork(
      neurons ?? drawn.neurons, law: law, features: features, heads: trial.heads,
      kinds: PairKinds(stage.features), keepsDead: law.keepsDead && trial.parameters.dominantNoise > 0)
    pass = ConcentratedPass(outputOf: stage.headOfBlock, outputs: stage.heads, shared: shared)
    examination = pass
    optimizer = ConcentratedStep(
      of: trial, outputs: stage.heads, pairs: trial.heads * features, features: features,
      defect: GradientDefect(of: trial, superclasses: stage.superclasses))
    macro = MacroStep(of: trial, labels: stage.labels, noise: law.noise)
    residuals = Residuals(under: stage.labels, subclasses: trial.parameters.k)
    tape = NormalTape(seed: trial.seed, on: execution)
    var sums = network.settled
    network.forEach { sums.add($0, $1) }
    drive = Drive(trial, census: start.census, heads: stage.features, weight: sums[.common].mean)
  }

  /// Switches to fine-tuning on coarse labels, with hidden neurons regrouped by superclass.
  mutating func finetune() {
    past = (past.work + pass.work + examination.work, past.decisions + pass.decisions)
    beginning = time
    stage = Stage(finetuning: stage, source: source)
    pass = ConcentratedPass(outputOf: stage.headOfBlock, outputs: stage.heads, shared: shared)
    examination = pass
    optimizer = ConcentratedStep(
      of: trial, outputs: stage.heads, pairs: trial.heads * network.features, features: network.features,
      defect: GradientDefect(of: trial, superclasses: stage.superclasses))
    macro = MacroStep(of: trial, labels: stage.labels, noise: network.law.noise)
    drive = nil
    residuals = Residuals(under: stage.labels, subclasses: trial.parameters.k)
  }

  // MARK: Training

  /// Takes one step, or one macro step that ends at `limit` at the latest.
  ///
  /// - Throws: ``TrainingError`` if the weights stop being finite.
  mutating func step(until limit: Int) throws(TrainingError) {
    let span = max(1, min(limit - time, Int(trial.parameters.macro * Double(time - beginning))))
    optimizer.begin(time: time, span: span)
    tape.open(.sharedNoise, step: time)
    if span > 1 || macro.standsForBatches { macroStep(span) } else { singleStep() }
    optimizer.update(&network, &tape)
    let samples = Double(span * trial.parameters.batch)
    patches += samples * Double(trial.parameters.P)
    curvature += trial.parameters.stepSize * Double(span) * optimizer.curvature / max(1, Double(optimizer.samples))
    time += span
    guard optimizer.isFinite else { throw diverged }
  }

  private mutating func singleStep() {
    batch.fill(0..<trial.parameters.batch, at: .training(step: time), from: source, on: execution.instructions)
    let labels = source.labels(of: batch, under: stage.labels)
    let samples = GroupedSamples(batch, from: source, on: execution)
    dissolveUnsure(samples)
    for sample in 0..<batch.count {
      train(samples, sample, of: batch.subclasses[sample], label: labels[sample], weight: 1)
    }
  }

  private mutating func macroStep(_ span: Int) {
    if span > 1 { macroSteps += 1 }
    let drawn = macro.draw(time: time, span: span, &tape)
    dissolveUnsure(drawn.samples)
    areSamplesSingle = false
    for (sample, representative) in drawn.representatives.enumerated() {
      train(
        drawn.samples, sample, of: representative.subclass, label: representative.label, weight: representative.weight)
      for strongest in representative.strongest { listen(to: strongest, label: representative.label) }
    }
  }

  /// Evaluates a sample and adds its gradient.
  private mutating func train(
    _ samples: GroupedSamples, _ sample: Int, of subclass: Subclass, label: Int, weight: Double
  ) {
    pass.run(samples, sample, at: .training(step: time), network: network, &tape)
    noiseFirings += pass.noiseFirings
    optimizer.add(samples, sample, label: label, weight: weight, pass: pass, network: network)
    if residuals.isOn { residuals.add(weight * optimizer.missed, of: subclass) }
  }

  /// Turns the sets into single neurons of which some weak patch may fire some members and not all.
  ///
  /// This comes before the first sample of a step is evaluated, so that all gradients of the step reach the members in
  /// the same way.
  private mutating func dissolveUnsure(_ samples: GroupedSamples) {
    var changed = false
    for group in samples.groups where group.least < network.law.low {
      for pair in network.active[group.feature] {
        let firings = samples.strengths[group.patches].map {
          network.firing(of: Int(pair), at: $0, screen: network.law.screen)
        }
        guard !(firings.allSatisfy { $0 == .all } || firings.allSatisfy { $0 == .none }) else { continue }
        network.dissolve(Int(pair))
        changed = true
      }
    }
    if changed { network.rebuild() }
  }

  /// Lets neurons that no representative could fire hear the strongest patch of a class.
  private mutating func listen(to patch: MacroStep.Strongest, label: Int) {
    let noise = network.law.isDeaf ? 0 : network.law.noise
    for listener in network.listeners[patch.feature] where listener.reach >= patch.heard {
      if listener.reach >= patch.strength { break }
      let value = patch.strength * listener.weight + listener.bias + noise * listener.spread * tape.next()
      guard value > 0 else { continue }
      let output = pass.output(of: Int(listener.head))
      optimizer.add(listener, strength: patch.strength, output: output, isOwn: output == label)
    }
  }

  // MARK: Observation

  /// Returns the observables at the current time.
  ///
  /// - Throws: ``TrainingError`` if the loss is not finite.
  mutating func observe() throws(TrainingError) -> Checkpoint {
    let examiner = ConcentratedExaminer(of: trial, source: source, stage: stage, on: execution)
    let probe = examiner.probe(time: time, network: network, pass: &examination, tape: &tape)
    let easy = examiner.examine(.easy, time: time, probe: probe, network: network, pass: &examination, tape: &tape)
    let hard = examiner.examine(.hard, time: time, probe: probe, network: network, pass: &examination, tape: &tape)
    let probed = probe == nil ? 0 : trial.parameters.probeSamples
    patches += Double((2 * trial.parameters.testSamples + probed) * trial.parameters.P)
    let share = trial.parameters.hardShare
    let loss = share > 0 ? (1 - share) * easy.loss + share * hard.loss : easy.loss
    guard loss.isFinite else { throw diverged }
    var checkpoint = Checkpoint(time: time, trainingLoss: loss)
    checkpoint.note(easy: easy.sheet, hard: hard.sheet)
    var sums = network.settled
    var responses = ResponseSums(stage.features, weakness: trial.parameters.distractorStrength)
    network.forEach { neuron, part in
      sums.add(neuron, part)
      responses.add(neuron, part, output: Int(stage.headOfBlock[Int(neuron.head)]))
    }
    sums.store(in: &checkpoint)
    if start.drops {
      checkpoint.otherCommonWeight = nil
      checkpoint.otherRareWeight = nil
      checkpoint.otherClassShare = nil
    }
    if start.drops || !areSamplesSingle { checkpoint.awakened = nil }
    checkpoint.commonGrowth = drive?.growth(weight: checkpoint.commonWeight, totals: optimizer.drive)
    checkpoint.residualConcentration = residuals.concentration()
    responses.store(in: &checkpoint)
    checkpoint.noiseFirings = noiseFirings
    return checkpoint
  }

  /// What the neurons hear beside their own feature.
  var hearing: Hearing { network.hearing(stage.features) }

  /// The counts of neurons that were lucky at initialisation; only their sums where pairs are left out.
  var census: LuckyCensus { start.drops ? start.census.withoutCounts : start.census }

  /// The number of neurons held at the start.
  var aliveNeurons: Int { start.neurons }

  /// Scalar multiply–adds spent so far.
  var work: Int { past.work + pass.work + examination.work }

  /// The certificate for all uses of the screen so far.
  var certificate: Certificate {
    let neurons = trial.parameters.width * Double(trial.heads)
    return screen.certificate(screened: neurons * patches)
  }

  /// What separates the trial from the exact one in law.
  var lawCertificate: LawCertificate {
    let deviation = LawCertificate.deviation(of: trial.parameters)
    let pairs = trial.heads * network.features
    return LawCertificate(
      deviation: deviation, logitBound: deviation * (1 + curvature), decisions: past.decisions + pass.decisions,
      openings: network.openings, droppedPairs: start.drops ? pairs - OwnFeatures(of: trial, stage.features).pairs : 0,
      macroBias: macroSteps > 0 ? 0.5 * trial.parameters.macro : 0, macroSteps: macroSteps)
  }

  private var diverged: TrainingError {
    TrainingError(
      "the weights or the loss are no longer finite after \(time) steps at d = \(trial.parameters.d), "
        + "stepSize = \(trial.parameters.stepSize), seed = \(trial.seed): the run diverged; a smaller step size keeps "
        + "it finite.")
  }
}
