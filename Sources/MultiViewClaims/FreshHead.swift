import MultiView
import Statistics

/// A new linear head that fine-tuning trains on coarse labels, as claim files write it.
///
/// It reads the outputs of the pretrained heads, starts at zero, and sees a fixed set of easy samples.
public struct FreshHead: Hashable, Sendable {
  /// Which weights move besides those of the head.
  public let tuning: Tuning
  /// Samples per subclass, N/(2k), of the fine-tuning set; rounded so that N is whole, and at least 1.
  public let samplesPerSubclass: Growth

  /// A head on a number of samples per subclass.
  public init(_ tuning: Tuning, samplesPerSubclass: Growth) {
    self.tuning = tuning
    self.samplesPerSubclass = samplesPerSubclass
  }

  /// The hidden neurons are frozen.
  public static func frozen(samplesPerSubclass: Growth) -> FreshHead {
    FreshHead(.frozen, samplesPerSubclass: samplesPerSubclass)
  }

  /// All weights move.
  public static func full(samplesPerSubclass: Growth) -> FreshHead {
    FreshHead(.full, samplesPerSubclass: samplesPerSubclass)
  }

  /// The name in tables and registrations.
  var text: String { "\(tuning.rawValue) new head on N/(2k) = \(samplesPerSubclass.text)" }

  /// Returns the head that the trainer takes.
  func head(in parameters: ModelParameters) -> NewHead {
    let k = Double(parameters.k)
    let samples = (2 * k * samplesPerSubclass.value(d: Double(parameters.d), k: k)).rounded()
    // A law that is no number becomes 0, which the trainer refuses.
    return NewHead(tuning, on: TuningSet(samples: Int(exactly: max(1, samples)) ?? 0))
  }
}
