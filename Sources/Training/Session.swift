import MultiView

/// A trial in training: the network with everything that moves it, advanced step by step and observed at any time.
///
/// Observing draws test samples of its own and changes nothing that training sees.
public struct Session: ~Copyable {
  private let _trial: Trial
  private let _source: SampleSource
  private let _screen: Screen
  private let _network: Network
  private let _lucky: LuckyNeurons
  private let _examiner: Examiner
  private var _listeners: ListenerIndex
  private var _pass: ForwardPass
  private var _optimizer: Optimizer
  private var _batch = Batch()
  private var _labels: [Int] = []

  /// Steps taken.
  public private(set) var time = 0

  /// The trial before its first step.
  ///
  /// - Throws: ``TrainingError`` as ``Trainer/demand(of:)``.
  public init(_ trial: Trial, on execution: Execution = Execution()) throws(TrainingError) {
    _ = try Trainer.demand(of: trial)
    let parameters = trial.parameters
    _trial = trial
    _source = SampleSource(parameters: parameters, seed: trial.seed)
    _screen = Screen(for: trial)
    _network = Network(of: trial, screen: _screen, on: execution)
    _listeners = ListenerIndex(_network, parameters: parameters, multiplier: _screen.multiplier, on: execution)
    _lucky = LuckyNeurons(_network, labels: trial.labels, features: _source.features)
    _examiner = Examiner(trial: trial, source: _source, screen: _screen)
    _pass = ForwardPass(
      source: _source, heads: trial.heads, batch: Demand.largestBatch(parameters), recorded: parameters.batch,
      network: _network, on: execution)
    _optimizer = Optimizer(parameters: parameters, heads: trial.heads, network: _network, on: execution)
  }

  /// Takes one step of SGD.
  ///
  /// - Throws: ``TrainingError`` if the weights stop being finite.
  public mutating func step() throws(TrainingError) {
    let place = SampleSource.Place.training(step: time)
    _batch.fill(0..<_trial.parameters.batch, at: place, from: _source)
    _labels.removeAll(keepingCapacity: true)
    for (index, subclass) in _batch.subclasses.enumerated() {
      _labels.append(_source.label(of: subclass, index: index, at: place, under: _trial.labels))
    }
    _pass.run(_batch, network: _network, listeners: &_listeners, recording: true)
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
    guard easy.loss.isFinite else { throw _diverged }
    return Checkpoint(
      time: time, trainingLoss: easy.loss, easyErrors: easy.errors, hardErrors: hard.errors,
      medianEasyMargin: easy.medianMargin, medianHardMargin: hard.medianMargin,
      commonWeight: _lucky.meanCommonWeight(_network), rareWeight: _lucky.meanRareWeight(_network),
      luckyCommon: _lucky.commonCount, luckyRare: _lucky.rareCount, undecided: hard.undecided)
  }

  /// Mean cross-entropy of the last training batch, before the step that it caused; 0 before the first step.
  public var batchLoss: Double { _optimizer.loss }

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
