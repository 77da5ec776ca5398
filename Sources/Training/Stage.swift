import MultiView

/// A stage of a trial: the labels trained on, the head that each block of neurons adds to, and the meaning of outputs.
///
/// Heads are outputs, except in fine-tuning with a new head, whose two outputs are read off the pretrained heads.
struct Stage {
  /// The labels trained on.
  let labels: LabelMap
  /// The features of each head; nil for a head that determines no superclass.
  let features: [HeadFeatures?]
  /// The head of each block.
  let headOfBlock: [Int32]
  /// The superclass of each output; nil for an output that determines none.
  let superclasses: [Superclass?]
  /// The largest number of heads of the pretrained network that one output sums over.
  let pooled: Int

  /// The stage of pretraining, in which every head is an output.
  ///
  /// - Parameter headOfBlock: The head of each block of neurons.
  init(pretraining trial: NetworkTrial, source: SampleSource, headOfBlock: [Int32]) {
    let meanings = source.meanings(of: trial.labels)
    labels = trial.labels
    features = meanings.map { meaning in meaning.map { HeadFeatures($0, features: source.features) } }
    superclasses = meanings.map { $0?.superclass }
    self.headOfBlock = headOfBlock
    pooled = 1
  }

  /// The stage of fine-tuning on coarse labels, in which the heads of a superclass form one output.
  ///
  /// Heads that determine no superclass are assigned by number, the first half to +1; no other choice would be better.
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

  /// The stage of fine-tuning a new head on coarse labels, in which the heads stay those of the pretrained network.
  init(newHeadAfter stage: Stage) {
    labels = .coarse
    features = stage.features
    superclasses = Superclass.allCases
    headOfBlock = stage.headOfBlock
    pooled = 1
  }

  /// The number of heads.
  var heads: Int { features.count }

  /// Returns the examiner that measures losses and errors at this stage.
  func examiner(of trial: NetworkTrial, source: SampleSource, screen: Screen) -> Examiner {
    Examiner(
      trial: trial, source: source, screen: screen, labels: labels, superclasses: superclasses, pooled: pooled)
  }

  /// Returns the forward pass that computes the outputs of this stage.
  func pass(
    of trial: NetworkTrial, source: SampleSource, network: borrowing Network, on execution: Execution
  ) -> ForwardPass {
    ForwardPass(
      source: source, headOfBlock: headOfBlock, heads: heads,
      everyNeuron: trial.parameters.width * Double(trial.heads),
      batch: NetworkDemand.largestBatch(trial.parameters),
      recorded: trial.parameters.batch, network: network, isLinear: trial.fault == .linearActivation, on: execution)
  }
}
