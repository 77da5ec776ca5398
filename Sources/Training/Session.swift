import MultiView

/// A trial in training: the network with everything that moves it, advanced step by step and observed at any time.
///
/// Observing draws test samples of its own and changes nothing that training sees; growth since the last observation is all
/// that depends on when one looks.
package struct Session: ~Copyable {
  private let _trial: Trial
  private let _source: SampleSource
  private let _screen: Screen
  private let _network: Network
  private let _lucky: LuckyNeurons
  private let _execution: Execution
  /// What the stage trains, and how its outputs are read.
  private var _stage: Stage
  private var _examiner: Examiner
  private var _listeners: ListenerIndex
  private var _pass: ForwardPass
  private var _optimizer: Optimizer
  private var _batch = Batch()
  private var _labels: [Int] = []
  private var _drive: Drive?
  private var _noiseFirings = 0
  /// Multiply–adds and uses of the screen in stages that are over.
  private var _past = (work: 0, screened: 0.0)

  /// Steps taken.
  package private(set) var time = 0

  /// The trial before its first step.
  ///
  /// - Throws: ``TrainingError`` as ``Demand/checked(_:memory:)``.
  package init(_ trial: Trial, on execution: Execution = Execution()) throws(TrainingError) {
    _ = try Demand.checked(trial)
    let parameters = trial.parameters
    _trial = trial
    _source = SampleSource(trial)
    _screen = Screen(for: trial)
    _network = Network(of: trial, screen: _screen, on: execution)
    _listeners = ListenerIndex(_network, parameters: parameters, multiplier: _screen.multiplier, on: execution)
    _execution = execution
    _stage = Stage(pretraining: trial, source: _source, network: _network)
    _lucky = LuckyNeurons(
      _network, heads: _stage.features, parameters: parameters, vectors: _source.readingVectors.vectors)
    _drive = Drive(trial, lucky: _lucky, heads: _stage.features, network: _network)
    _examiner = _stage.examiner(of: trial, source: _source, screen: _screen)
    _pass = _stage.pass(of: trial, source: _source, network: _network, on: execution)
    _optimizer = Optimizer(of: trial, stage: _stage, network: _network, on: execution)
  }

  /// Goes over to fine-tuning: hidden neurons are regrouped by superclass, F_y = Σ F_h over the heads h of y, and the labels are
  /// coarse from now on.
  mutating func finetune() {
    _past = (work, _past.screened + _pass.screened)
    _stage = Stage(finetuning: _stage, source: _source)
    _examiner = _stage.examiner(of: _trial, source: _source, screen: _screen)
    _pass = _stage.pass(of: _trial, source: _source, network: _network, on: _execution)
    _optimizer = Optimizer(of: _trial, stage: _stage, network: _network, on: _execution)
    // Predicted for neurons of two heads that start from nothing, which these do not.
    _drive = nil
  }

  /// Takes one step of SGD.
  ///
  /// - Throws: ``TrainingError`` if the weights stop being finite.
  package mutating func step() throws(TrainingError) {
    _forward()
    try _update()
  }

  /// Takes one step while a screen looks on, in dense mode.
  mutating func step(under audit: inout ScreenAudit) throws(TrainingError) {
    _forward()
    audit.look(at: _pass, network: _network)
    try _update()
    audit.follow(_network)
  }

  /// A screen that has seen nothing yet, to look on this trial's steps.
  ///
  /// - Parameters:
  ///   - multiplier: z; nil for the one that the certificate computes.
  ///   - expecting: Whether to add up the probabilities of firing, which takes much longer than counting.
  func audit(multiplier: Double? = nil, expecting: Bool = false, on execution: Execution) -> ScreenAudit {
    ScreenAudit(
      _network, parameters: _trial.parameters, multiplier: multiplier ?? _screen.multiplier, expecting: expecting,
      on: execution)
  }

  /// Draws a batch and evaluates it.
  private mutating func _forward() {
    let place = SampleSource.Place.training(step: time)
    _batch.fill(0..<_trial.parameters.batch, at: place, from: _source)
    _labels = _source.labels(of: _batch, under: _stage.labels)
    _pass.run(_batch, network: _network, listeners: &_listeners, recording: true)
    _noiseFirings += _pass.noiseFirings
  }

  private mutating func _update() throws(TrainingError) {
    _optimizer.step(_pass, labels: _labels, network: _network, listeners: &_listeners)
    time += 1
    guard _optimizer.isFinite else { throw _diverged }
  }

  /// Returns the observables now.
  ///
  /// - Throws: ``TrainingError`` if the loss is not finite.
  mutating func observe() throws(TrainingError) -> Checkpoint {
    let probe = _examiner.probe(time: time, network: _network, listeners: &_listeners, pass: &_pass)
    let easy = _examiner.examine(
      .easy, time: time, probe: probe, network: _network, listeners: &_listeners, pass: &_pass)
    let hard = _examiner.examine(
      .hard, time: time, probe: probe, network: _network, listeners: &_listeners, pass: &_pass)
    let sourceLoss = _examiner.sourceLoss(network: _network, listeners: &_listeners, pass: &_pass)
    let share = _trial.parameters.hardShare
    var loss = sourceLoss ?? .nan
    if let easy = easy.loss, let hard = hard.loss { loss = share > 0 ? (1 - share) * easy + share * hard : easy }
    guard loss.isFinite else { throw _diverged }
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
    _lucky.observe(_network, into: &checkpoint)
    checkpoint.commonGrowth = _drive?.growth(weight: checkpoint.commonWeight, totals: _optimizer.drive)
    let responses = Responses(
      of: _network, heads: _stage.features, headOfBlock: _stage.headOfBlock,
      weakness: _trial.parameters.distractorStrength, vectors: _source.readingVectors.vectors)
    checkpoint.commonResponse = responses?.common
    checkpoint.rareResponse = responses?.rare
    checkpoint.distractorResponse = responses?.distractor
    checkpoint.noiseFirings = _noiseFirings
    return checkpoint
  }

  /// Mean cross-entropy of the last training batch, before the step that it caused; 0 before the first step.
  package var batchLoss: Double { _optimizer.loss }

  /// Who was lucky at initialisation.
  var census: LuckyCensus { _lucky.census }

  /// Neurons held in memory.
  package var aliveNeurons: Int { _network.count }

  /// Multiply–adds spent so far.
  package var work: Int { _past.work + _pass.work + _optimizer.work }

  /// The certificate for what was screened so far.
  var certificate: Certificate {
    guard _listeners.isScreening else { return Certificate(delta: 0, multiplier: 0, screened: 0, met: true) }
    return _screen.certificate(screened: _past.screened + _pass.screened)
  }

  private var _diverged: TrainingError {
    TrainingError(
      "the weights or the loss are no longer finite after \(time) steps at d = \(_trial.parameters.d), "
        + "stepSize = \(_trial.parameters.stepSize), seed = \(_trial.seed): the run diverged; a smaller step size keeps it "
        + "finite.")
  }
}
