import MultiView

/// A trial in training: the network and its optimizer, advanced step by step and observed at any time.
///
/// An observation draws its own test samples and does not change the training. The times of observation affect only
/// ``Checkpoint/commonGrowth`` and ``Checkpoint/residualConcentration``, which are counted since the last observation.
package struct Session: ~Copyable {
  private let trial: NetworkTrial
  private let source: SampleSource
  private let screen: Screen
  private let network: Network
  private let lucky: LuckyNeurons
  private let execution: Execution
  /// The labels trained on now, and the output that each block adds to.
  private var stage: Stage
  private var examiner: Examiner
  private var candidates: CandidateIndex
  private var pass: ForwardPass
  private var optimizer: Optimizer
  /// The new head; nil except while one is fine-tuned.
  private var head: LinearHead?
  private var motion: HiddenMotion?
  /// The number of steps of pretraining, once fine-tuning has begun.
  private var pretrained = 0
  private var batch = Batch()
  private var labels: [Int] = []
  private var drive: Drive?
  private var residuals: Residuals
  private var noiseFirings = 0
  /// Multiply–adds and uses of the screen in earlier stages.
  private var past = (work: 0, screened: 0.0)

  /// The number of steps taken, over all stages.
  package private(set) var time = 0

  /// Sets up a trial before its first step.
  ///
  /// - Throws: ``TrainingError`` as ``NetworkDemand/checked(_:memory:)``.
  package init(_ trial: NetworkTrial, on execution: Execution = Execution()) throws(TrainingError) {
    _ = try NetworkDemand.checked(trial)
    let parameters = trial.parameters
    self.trial = trial
    source = SampleSource(trial)
    screen = Screen(for: trial)
    network = Network(of: trial, screen: screen, on: execution)
    candidates = CandidateIndex(network, parameters: parameters, multiplier: screen.multiplier, on: execution)
    self.execution = execution
    stage = Stage(pretraining: trial, source: source, headOfBlock: network.headOfBlock)
    lucky = LuckyNeurons(
      network, heads: stage.features, parameters: parameters, vectors: source.readingVectors.vectors)
    drive = Drive(trial, census: lucky.census, heads: stage.features, weight: lucky.commonWeight(network))
    residuals = Residuals(under: stage.labels, subclasses: parameters.k)
    examiner = stage.examiner(of: trial, source: source, screen: screen)
    pass = stage.pass(of: trial, source: source, network: network, on: execution)
    optimizer = Optimizer(of: trial, stage: stage, network: network, on: execution)
  }

  /// Switches to fine-tuning on coarse labels: with the new head of the trial, or with heads regrouped by superclass.
  ///
  /// Without a new head, F_y = Σ F_h over the heads h of y.
  mutating func finetune() {
    pretrained = time
    past = (work, past.screened + pass.screened)
    stage = trial.newHead == nil ? Stage(finetuning: stage, source: source) : Stage(newHeadAfter: stage)
    examiner = stage.examiner(of: trial, source: source, screen: screen)
    pass = stage.pass(of: trial, source: source, network: network, on: execution)
    optimizer = Optimizer(of: trial, stage: stage, network: network, on: execution)
    // Growth is predicted for two heads trained from initialisation only; these neurons are trained already.
    drive = nil
    residuals = Residuals(under: stage.labels, subclasses: trial.parameters.k)
    guard let newHead = trial.newHead else { return }
    network.changeSet()
    // Frozen neurons do not depend on the samples, so the screen covers these however often they are used.
    candidates.changeSet(isFinite: newHead.tuning == .full, network)
    let square = examiner.meanSquare(over: newHead.set, network: network, candidates: &candidates, pass: &pass)
    head = LinearHead(newHead, inputs: stage.heads, meanSquare: square)
    motion = HiddenMotion(network, following: lucky.trainedOwn(network))
  }

  /// Takes one step of SGD.
  ///
  /// - Throws: ``TrainingError`` if the weights stop being finite.
  package mutating func step() throws(TrainingError) {
    forward()
    try update()
  }

  /// Takes one step in dense mode and compares the screen of `audit` with the neurons that fired.
  mutating func step(under audit: inout ScreenAudit) throws(TrainingError) {
    forward()
    audit.look(at: pass, network: network)
    try update()
    audit.follow(network)
  }

  /// Returns an audit for the next steps of this trial, with all counts at zero.
  ///
  /// - Parameters:
  ///   - multiplier: z; nil for the one that the certificate computes.
  ///   - expecting: Whether to add up the probabilities of firing, which takes much longer than counting.
  func audit(multiplier: Double? = nil, expecting: Bool = false, on execution: Execution) -> ScreenAudit {
    ScreenAudit(
      network, parameters: trial.parameters, multiplier: multiplier ?? screen.multiplier, expecting: expecting,
      on: execution)
  }

  /// Draws a batch and evaluates it.
  private mutating func forward() {
    if let set = head?.set {
      let place = SampleSource.Place.tuning(step: time - pretrained, set)
      batch.fill(0..<source.tuningBatch(of: set), at: place, from: source)
    } else {
      batch.fill(0..<trial.parameters.batch, at: .training(step: time), from: source)
    }
    labels = source.labels(of: batch, under: stage.labels)
    pass.run(batch, network: network, candidates: &candidates, recording: true)
    noiseFirings += pass.noiseFirings
  }

  private mutating func update() throws(TrainingError) {
    if var trained = head {
      optimizer.step(pass, labels: labels, head: &trained, network: network, candidates: &candidates)
      head = trained
    } else {
      optimizer.step(pass, labels: labels, network: network, candidates: &candidates)
    }
    if residuals.isOn {
      for (missed, subclass) in zip(optimizer.missed, batch.subclasses) { residuals.add(missed, of: subclass) }
    }
    time += 1
    guard optimizer.isFinite else { throw diverged }
  }

  /// Returns the observables at the current time.
  ///
  /// - Throws: ``TrainingError`` if the loss is not finite.
  mutating func observe() throws(TrainingError) -> Checkpoint {
    let probe = examiner.probe(time: time, head: head, network: network, candidates: &candidates, pass: &pass)
    let easy = examiner.examine(
      .easy, time: time, probe: probe, head: head, network: network, candidates: &candidates, pass: &pass)
    let hard = examiner.examine(
      .hard, time: time, probe: probe, head: head, network: network, candidates: &candidates, pass: &pass)
    let sourceLoss = examiner.sourceLoss(head: head, network: network, candidates: &candidates, pass: &pass)
    let share = head.map { $0.set.hardShare ?? 0 } ?? trial.parameters.hardShare
    var loss = sourceLoss ?? .nan
    if let easy = easy.loss, let hard = hard.loss { loss = share > 0 ? (1 - share) * easy + share * hard : easy }
    guard loss.isFinite else { throw diverged }
    var checkpoint = Checkpoint(time: time, trainingLoss: loss)
    checkpoint.sourceLoss = sourceLoss
    checkpoint.note(easy: easy.sheet, hard: hard.sheet)
    lucky.observe(network, into: &checkpoint)
    checkpoint.commonGrowth = drive?.growth(weight: checkpoint.commonWeight, totals: optimizer.drive)
    checkpoint.hiddenMotion = motion?.value(network)
    let responses = Responses(
      of: network, heads: stage.features, headOfBlock: stage.headOfBlock,
      weakness: trial.parameters.distractorStrength, vectors: source.readingVectors.vectors)
    responses?.store(in: &checkpoint)
    checkpoint.residualConcentration = residuals.concentration()
    checkpoint.noiseFirings = noiseFirings
    return checkpoint
  }

  /// Mean cross-entropy of the last training batch, before the update on it; 0 before the first step.
  package var batchLoss: Double { optimizer.loss }

  /// What the neurons hear beside their own feature.
  var hearing: Hearing { network.hearing(stage.features, ConcentratedLaw(of: trial, screen: screen)) }

  /// The counts of neurons that were lucky at initialisation.
  var census: LuckyCensus { lucky.census }

  /// The number of neurons held in memory.
  package var aliveNeurons: Int { network.count }

  /// Multiply–adds spent so far.
  package var work: Int { past.work + pass.work + optimizer.work }

  /// The certificate for all uses of the screen so far.
  var certificate: Certificate {
    guard candidates.isScreening else { return Certificate(delta: 0, multiplier: 0, screened: 0, met: true) }
    return screen.certificate(screened: past.screened + pass.screened)
  }

  private var diverged: TrainingError {
    TrainingError(
      "the weights or the loss are no longer finite after \(time) steps at d = \(trial.parameters.d), "
        + "stepSize = \(trial.parameters.stepSize), seed = \(trial.seed): the run diverged; a smaller step size keeps "
        + "it finite.")
  }
}
