/// The file that `littleo new` starts a claim from: a small claim that compiles, can be decided and is cheap as it is.
///
/// A test compiles the same text, so that the template cannot fall behind the vocabulary.
enum ClaimTemplate {
  /// The folders that claims stand in.
  static let folders = ["Definitions", "Theorems", "Mechanism", "Boundaries", "Granularity", "Outside"]

  /// Returns the text of a claim file.
  static func text(named name: String) -> String {
    #"""
    import ClaimKit

    /// Under coarse labels, hard samples stay wrong.
    public struct \#(name): Claim {
      /// Makes the claim.
      public init() {}

      public let source = Source(
        "Hard samples under coarse labels", .chosen,
        remark: "A claim to start from: one conclusion of Theorem 5.1, read from the same trials.")
      public let title = "Coarse labels leave hard samples wrong"
      public let says = """
        Under coarse labels with k_y ≥ polylog(d), for every T ∈ [T*, poly(d)]: error on hard samples = Ω(1).
        """

      public var statement: [Clause] {
        Given(labels: .coarse)
        Given(.k, atLeast: .polylog(.d))
        ForEvery(.T, from: .tStar, to: .poly(.d)) {
          Conclude(.error(on: .hard), is: .omega(1))
        }
      }

      public var instance: Instance {
        Instance(
          regime: .standard,
          window: .standard,
          materialities: [
            Materiality(
              of: .error(on: .hard), 0.05,
              because: "100 saturated zeros, 20 runs at each of five scales, can certify 5 %, and not 2 %")
          ])
      }

      public var controls: [Control] {
        Control(
          "two subclasses", refutes: .error(on: .hard),
          because: "with k = 2 the rare features are learned with the common one"
        ) {
          $0.regime = .constantK
        }
      }
    }

    """#
  }

  /// Returns a text with a name replaced wherever it stands as a whole word.
  static func renamed(_ text: String, from old: String, to new: String) -> String {
    var result = ""
    var word = ""
    func finished() -> String { word == old ? new : word }
    for character in text {
      if character.isLetter || character.isNumber || character == "_" {
        word.append(character)
      } else {
        result += finished()
        result.append(character)
        word = ""
      }
    }
    return result + finished()
  }
}
