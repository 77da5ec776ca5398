import MultiView

/// A trial in training: the network with everything that moves it, advanced step by step and observed at any time.
///
/// Observing draws test samples of its own and changes nothing that training sees; growth since the last observation is all
/// that depends on when one looks.
public struct Session: ~Copyable {
  private let _trial: Trial
  private let _source: SampleSource
  private let _screen: Screen
  private let _network: Network
  private let _heads: [HeadFeatures?]
  private let _lucky: LuckyNeurons
  private let _examiner: Examiner
  private var _listeners: ListenerIndex
  private var _pass: ForwardPass
  private var _optimizer: Optimizer
  private var _batch = Batch()
  private var _labels: [Int] = []
  private var _drive: Drive?
  private var _noiseFirings = 0

  /// Steps taken.
  public private(set) var time = 0

  /// The trial before its first step.
  ///
  /// - Throws: ``TrainingError`` as ``Trainer/demand(of:)``.
  public init(_ trial: Trial, on execution: Execution = Execution()) throws(TrainingError) {
    _ = try Trainer.demand(of: trial)
    let parameters = trial.parameters
    _trial = trial
    _source = SampleSource(trial)
    _screen = Screen(for: trial)
    _network = Network(of: trial, screen: _screen, on: execution)
    _listeners = ListenerIndex(_network, parameters: parameters, multiplier: _screen.multiplier, on: execution)
    _heads = HeadFeatures.all(trial.labels, features: _source.features)
    _lucky = LuckyNeurons(_network, heads: _heads, parameters: parameters, vectors: _source.readingVectors.vectors)
    _drive = Drive(trial, lucky: _lucky, heads: _heads, network: _network)
    _examiner = Examiner(trial: trial, source: _source, screen: _screen)
    _pass = ForwardPass(
      source: _source, heads: trial.heads, batch: Demand.largestBatch(parameters), recorded: parameters.batch,
      network: _network, isLinear: trial.fault == .linearActivation, on: execution)
    _optimizer = Optimizer(of: trial, network: _network, on: execution)
  }

  /// Takes one step of SGD.
  ///
  /// - Throws: ``TrainingError`` if the weights stop being finite.
  public mutating func step() throws(TrainingError) {
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
    _labels = _source.labels(of: _batch, under: _trial.labels)
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
    let easy = _examiner.examine(.easy, time: time, network: _network, listeners: &_listeners, pass: &_pass)
    let hard = _examiner.examine(.hard, time: time, network: _network, listeners: &_listeners, pass: &_pass)
    let share = _trial.parameters.hardShare
    let loss = share > 0 ? (1 - share) * easy.loss + share * hard.loss : easy.loss
    guard loss.isFinite else { throw _diverged }
    var checkpoint = Checkpoint(time: time, trainingLoss: loss)
    checkpoint.easyErrors = easy.errors
    checkpoint.hardErrors = hard.errors
    checkpoint.easyMargin = easy.margin
    checkpoint.hardMargin = hard.margin
    checkpoint.undecided = hard.undecided
    _lucky.observe(_network, into: &checkpoint)
    checkpoint.commonGrowth = _drive?.growth(weight: checkpoint.commonWeight, totals: _optimizer.drive)
    let responses = Responses(
      of: _network, heads: _heads, weakness: _trial.parameters.distractorStrength,
      vectors: _source.readingVectors.vectors)
    checkpoint.commonResponse = responses?.common
    checkpoint.rareResponse = responses?.rare
    checkpoint.distractorResponse = responses?.distractor
    checkpoint.noiseFirings = _noiseFirings
    return checkpoint
  }

  /// Mean cross-entropy of the last training batch, before the step that it caused; 0 before the first step.
  public var batchLoss: Double { _optimizer.loss }

  /// Who was lucky at initialisation.
  var census: LuckyCensus { _lucky.census }

  /// Neurons held in memory.
  public var aliveNeurons: Int { _network.count }

  /// Multiply–adds spent so far.
  public var work: Int { _pass.work + _optimizer.work }

  /// The certificate for what was screened so far.
  var certificate: Certificate {
    guard _listeners.isScreening else { return Certificate(delta: 0, multiplier: 0, screened: 0, met: true) }
    return _screen.certificate(screened: _pass.screened)
  }

  private var _diverged: TrainingError {
    TrainingError(
      "the weights or the loss are no longer finite after \(time) steps at d = \(_trial.parameters.d), "
        + "stepSize = \(_trial.parameters.stepSize), seed = \(_trial.seed): the run diverged; a smaller step size keeps it "
        + "finite.")
  }
}
