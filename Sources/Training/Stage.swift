import MultiView

/// A stage of a trial: which labels are trained on, which output every block of neurons adds to, and what outputs mean.
struct Stage {
  /// The labels trained on.
  let labels: LabelMap
  /// The features of each output; nil where it tells no superclass.
  let features: [HeadFeatures?]
  /// The output of each block.
  let headOfBlock: [Int32]
  /// The superclass of each output; nil where it tells none.
  let superclasses: [Superclass?]
  /// Heads of the pretrained network that one output sums over, at most.
  private let pooled: Int

  /// Pretraining: every head is an output.
  init(pretraining trial: Trial, source: SampleSource, network: borrowing Network) {
    let meanings = source.meanings(of: trial.labels)
    labels = trial.labels
    features = meanings.map { meaning in meaning.map { HeadFeatures($0, features: source.features) } }
    superclasses = meanings.map { $0?.superclass }
    headOfBlock = network.headOfBlock
    pooled = 1
  }

  /// Fine-tuning on coarse labels: the heads of a superclass are one output.
  ///
  /// Heads that tell no superclass are dealt out by number, the first half to +1, since any other choice is as good.
  init(finetuning stage: Stage, source: SampleSource) {
    let heads = stage.superclasses.count
    let outputs = stage.superclasses.enumerated().map { head, superclass in
      Int32((superclass ?? (2 * head < heads ? .positive : .negative)).rawValue)
    }
    labels = .coarse
    features = source.meanings(of: .coarse).map { meaning in
      meaning.map { HeadFeatures($0, features: source.features) }
    }
    superclasses = Superclass.allCases
    headOfBlock = stage.headOfBlock.map { outputs[Int($0)] }
    pooled = max(outputs.count { $0 == 0 }, outputs.count { $0 == 1 })
  }

  /// The number of outputs.
  var heads: Int { superclasses.count }

  /// Who examines the stage's network.
  func examiner(of trial: Trial, source: SampleSource, screen: Screen) -> Examiner {
    Examiner(
      trial: trial, source: source, screen: screen, labels: labels, superclasses: superclasses, pooled: pooled)
  }

  /// What computes its outputs.
  func pass(
    of trial: Trial, source: SampleSource, network: borrowing Network, on execution: Execution
  ) -> ForwardPass {
    ForwardPass(
      source: source, headOfBlock: headOfBlock, heads: heads,
      everyNeuron: Double(trial.parameters.width) * Double(trial.heads), batch: Demand.largestBatch(trial.parameters),
      recorded: trial.parameters.batch, network: network, isLinear: trial.fault == .linearActivation, on: execution)
  }
}
