import Experiments
import Files
import MultiView

/// The parameter values given with `--set NAME=VALUE`.
struct SetOptions {
  private(set) var values: [RegimeParameter: Double] = [:]
  private(set) var mode: NetworkMode?

  init(_ settings: [String]) throws(UsageError) {
    for setting in settings {
      let parts = setting.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw UsageError("--set \(Quoted.text(setting)) is not of the form NAME=VALUE, as in --set k=4.")
      }
      guard let parameter = RegimeParameter(rawValue: parts[0]) else {
        let names = RegimeParameter.allCases.map(\.rawValue)
        let hint = Nearest.suggestion(for: parts[0], among: names)
        throw UsageError(
          "there is no parameter “\(Quoted.text(parts[0]))”\(hint); the parameters are \(names.joined(separator: ", "))."
        )
      }
      guard values[parameter] == nil, parameter != .mode || mode == nil else {
        throw UsageError("--set \(parts[0])=… is given twice; give it once.")
      }
      if parameter == .mode {
        guard let mode = NetworkMode(rawValue: parts[1]) else {
          throw UsageError("mode = \(Quoted.text(parts[1])) is out of range: the mode is \(NetworkMode.spellings).")
        }
        self.mode = mode
      } else if let value = Double(parts[1]) {
        values[parameter] = value
      } else {
        throw UsageError("\(parts[0]) = \(Quoted.text(parts[1])) is out of range: it is a number.")
      }
    }
  }
}
