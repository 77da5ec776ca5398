import ClaimKit
import MultiView

/// A statement as mathematics: hypotheses, quantifiers and conclusions, a line each.
struct StatementText {
  private let _claim: any Claim

  init(_ claim: any Claim) { _claim = claim }

  /// The lines, indented by their quantifiers; beside a symbol the quantity in words.
  var lines: [String] {
    var lines: [String] = []
    var isFirst = true
    for case .given(let hypothesis) in _claim.statement {
      lines.append((isFirst ? "given  " : "       ") + _text(of: hypothesis))
      isFirst = false
    }
    for clause in _claim.statement {
      switch clause {
      case .given: break
      case .conclude(let conclusion): lines += _lines([conclusion], indent: "")
      case .forEvery(let from, let to, let conclusions):
        lines.append("∀ T ∈ [\(from.text), \(to.text)]:")
        lines += _lines(conclusions, indent: "  ")
      case .usually(let from?, let to?, let conclusions):
        lines.append("with high probability, ∀ T ∈ [\(from.text), \(to.text)]:")
        lines += _lines(conclusions, indent: "  ")
      case .usually(_, _, let conclusions):
        lines.append("with high probability:")
        lines += _lines(conclusions, indent: "  ")
      }
    }
    return lines
  }

  private func _text(of hypothesis: Hypothesis) -> String {
    switch hypothesis {
    case .labels(let labels): "labels = \(labels.name)"
    case .atLeast(let symbol, let bound): "\(symbol.text) ≥ \(bound.text)"
    case .condition(let words): words
    }
  }

  private func _lines(_ conclusions: [Conclusion], indent: String) -> [String] {
    let formulas = conclusions.map { "\(Self.symbol(of: $0.quantity)) \($0.order.text)" }
    let width = formulas.reduce(0) { max($0, $1.count) }
    return zip(conclusions, formulas).map { conclusion, formula in
      let words = conclusion.quantity.text
      if formula.hasPrefix(words) { return indent + formula }
      return indent + formula + String(repeating: " ", count: width - formula.count + 3) + words
    }
  }

  /// Returns a quantity in symbols; F⁽ᵀ⁾ is the network after T steps, X a fresh sample.
  ///
  /// - Parameter arm: The arm under which it is taken, where the statement names one.
  static func symbol(of quantity: Quantity, under arm: Arm? = nil) -> String {
    let network = arm.map { "F_{\($0.text)}⁽ᵀ⁾" } ?? "F⁽ᵀ⁾"
    let place = arm.map { " (\($0.text))" } ?? ""
    switch quantity {
    case .trainingLoss: return "L(\(network))"
    case .sourceLoss: return "L_S(\(network))"
    case .error(let kind, let readout):
      return "P[\(network) errs on \(kind.rawValue) X\(readout == .max ? "" : ", by \(readout.rawValue)")]"
    case .accuracy(let kind): return "P[\(network) is right on \(kind.rawValue) X]"
    case .timeToFit, .observed, .conformance, .ratio: return quantity.text + place
    case .difference(let inner, let first, let second):
      return "\(symbol(of: inner, under: first)) − \(symbol(of: inner, under: second))"
    case .departure(let inner, let first, let second):
      let (first, second) = (symbol(of: inner, under: first), symbol(of: inner, under: second))
      let gap = "|\(first) − \(second)|"
      return inner.range == .positive ? "\(gap) / max(\(first), \(second))" : gap
    case .under(let arm, let inner): return symbol(of: inner, under: arm)
    }
  }
}
