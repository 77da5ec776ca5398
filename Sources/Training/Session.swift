import MultiView

/// A trial in training: the network with everything that moves it, advanced step by step and observed at any time.
///
/// Observing draws test samples of its own and changes nothing that training sees; growth since the last observation is all
/// that depends on when one looks.
package struct Session: ~Copyable {
  private let trial: Trial
  private let source: SampleSource
  private let screen: Screen
  private let network: Network
  private let lucky: LuckyNeurons
  private let execution: Execution
  /// What the stage trains, and how its outputs are read.
  private var stage: Stage
  private var examiner: Examiner
  private var listeners: ListenerIndex
  private var pass: ForwardPass
  private var optimizer: Optimizer
  private var batch = Batch()
  private var labels: [Int] = []
  private var drive: Drive?
  private var noiseFirings = 0
  /// Multiply–adds and uses of the screen in stages that are over.
  private var past = (work: 0, screened: 0.0)

  /// Steps taken.
  package private(set) var time = 0

  /// The trial before its first step.
  ///
  /// - Throws: ``TrainingError`` as ``Demand/checked(_:memory:)``.
  package init(_ trial: Trial, on execution: Execution = Execution()) throws(TrainingError) {
    _ = try Demand.checked(trial)
    let parameters = trial.parameters
    self.trial = trial
    source = SampleSource(trial)
    screen = Screen(for: trial)
    network = Network(of: trial, screen: screen, on: execution)
    listeners = ListenerIndex(network, parameters: parameters, multiplier: screen.multiplier, on: execution)
    self.execution = execution
    stage = Stage(pretraining: trial, source: source, network: network)
    lucky = LuckyNeurons(
      network, heads: stage.features, parameters: parameters, vectors: source.readingVectors.vectors)
    drive = Drive(trial, lucky: lucky, heads: stage.features, network: network)
    examiner = stage.examiner(of: trial, source: source, screen: screen)
    pass = stage.pass(of: trial, source: source, network: network, on: execution)
    optimizer = Optimizer(of: trial, stage: stage, network: network, on: execution)
  }

  /// Goes over to fine-tuning: hidden neurons are regrouped by superclass, F_y = Σ F_h over the heads h of y, and the labels are
  /// coarse from now on.
  mutating func finetune() {
    past = (work, past.screened + pass.screened)
    stage = Stage(finetuning: stage, source: source)
    examiner = stage.examiner(of: trial, source: source, screen: screen)
    pass = stage.pass(of: trial, source: source, network: network, on: execution)
    optimizer = Optimizer(of: trial, stage: stage, network: network, on: execution)
    // Predicted for neurons of two heads that start from nothing, which these do not.
    drive = nil
  }

  /// Takes one step of SGD.
  ///
  /// - Throws: ``TrainingError`` if the weights stop being finite.
  package mutating func step() throws(TrainingError) {
    forward()
    try update()
  }

  /// Takes one step while a screen looks on, in dense mode.
  mutating func step(under audit: inout ScreenAudit) throws(TrainingError) {
    forward()
    audit.look(at: pass, network: network)
    try update()
    audit.follow(network)
  }

  /// A screen that has seen nothing yet, to look on this trial's steps.
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
    let place = SampleSource.Place.training(step: time)
    batch.fill(0..<trial.parameters.batch, at: place, from: source)
    labels = source.labels(of: batch, under: stage.labels)
    pass.run(batch, network: network, listeners: &listeners, recording: true)
    noiseFirings += pass.noiseFirings
  }

  private mutating func update() throws(TrainingError) {
    optimizer.step(pass, labels: labels, network: network, listeners: &listeners)
    time += 1
    guard optimizer.isFinite else { throw diverged }
  }

  /// Returns the observables now.
  ///
  /// - Throws: ``TrainingError`` if the loss is not finite.
  mutating func observe() throws(TrainingError) -> Checkpoint {
    let probe = examiner.probe(time: time, network: network, listeners: &listeners, pass: &pass)
    let easy = examiner.examine(
      .easy, time: time, probe: probe, network: network, listeners: &listeners, pass: &pass)
    let hard = examiner.examine(
      .hard, time: time, probe: probe, network: network, listeners: &listeners, pass: &pass)
    let sourceLoss = examiner.sourceLoss(network: network, listeners: &listeners, pass: &pass)
    let share = trial.parameters.hardShare
    var loss = sourceLoss ?? .nan
    if let easy = easy.loss, let hard = hard.loss { loss = share > 0 ? (1 - share) * easy + share * hard : easy }
    guard loss.isFinite else { throw diverged }
    var checkpoint = Checkpoint(time: time, trainingLoss: loss)
    checkpoint.sourceLoss = sourceLoss
    func errors(_ readout: Readout) -> TestErrors? {
      easy.answers[readout].flatMap { easy in
        hard.answers[readout].map { TestErrors(easy: easy.errors, hard: $0.errors, undecided: $0.undecided) }
      }
    }
    let errorsByMaximum = errors(.max)
    checkpoint.easyErrors = errorsByMaximum?.easy
    checkpoint.hardErrors = errorsByMaximum?.hard
    checkpoint.undecided = errorsByMaximum?.undecided ?? 0
    checkpoint.easyMargin = easy.margin
    checkpoint.hardMargin = hard.margin
    checkpoint.marginal = errors(.marginal)
    checkpoint.probe = errors(.probe)
    lucky.observe(network, into: &checkpoint)
    checkpoint.commonGrowth = drive?.growth(weight: checkpoint.commonWeight, totals: optimizer.drive)
    let responses = Responses(
      of: network, heads: stage.features, headOfBlock: stage.headOfBlock,
      weakness: trial.parameters.distractorStrength, vectors: source.readingVectors.vectors)
    checkpoint.commonResponse = responses?.common
    checkpoint.rareResponse = responses?.rare
    checkpoint.distractorResponse = responses?.distractor
    checkpoint.noiseFirings = noiseFirings
    return checkpoint
  }

  /// Mean cross-entropy of the last training batch, before the step that it caused; 0 before the first step.
  package var batchLoss: Double { optimizer.loss }

  /// Who was lucky at initialisation.
  var census: LuckyCensus { lucky.census }

  /// Neurons held in memory.
  package var aliveNeurons: Int { network.count }

  /// Multiply–adds spent so far.
  package var work: Int { past.work + pass.work + optimizer.work }

  /// The certificate for what was screened so far.
  var certificate: Certificate {
    guard listeners.isScreening else { return Certificate(delta: 0, multiplier: 0, screened: 0, met: true) }
    return screen.certificate(screened: past.screened + pass.screened)
  }

  private var diverged: TrainingError {
    TrainingError(
      "the weights or the loss are no longer finite after \(time) steps at d = \(trial.parameters.d), "
        + "stepSize = \(trial.parameters.stepSize), seed = \(trial.seed): the run diverged; a smaller step size keeps it "
        + "finite.")
  }
}
