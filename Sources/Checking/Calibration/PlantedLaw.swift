import Foundation

/// A mean as a function of the scale, with its formula; x = d/d₁.
struct PlantedLaw: Sendable {
  /// The formula.
  let text: String
  private let _value: @Sendable (_ x: Double, _ d: Double) -> Double

  /// A law by its formula and its value at x and d.
  init(_ text: String, _ value: @escaping @Sendable (_ x: Double, _ d: Double) -> Double) {
    self.text = text
    _value = value
  }

  /// Returns the mean at a scale of a design.
  func mean(_ scale: Double, _ design: PlantedDesign) -> Double { _value(design.ratio(scale), scale) }

  /// Returns floor + amplitude·g for every decay g of a list.
  static func floors(_ floor: Double, _ decays: [PlantedLaw], amplitude: Double) -> [PlantedLaw] {
    decays.map { decay in
      PlantedLaw("\(floor) + \(amplitude)·\(decay.text)") { x, d in floor + amplitude * decay._value(x, d) }
    }
  }

  /// A constant.
  static func constant(_ value: Double) -> PlantedLaw { PlantedLaw("\(value)") { _, _ in value } }

  /// Decays from 1 at d₁ that the procedure has to bear with: fast, slow, and faster than any power.
  static let decays: [PlantedLaw] = [
    PlantedLaw("x^−1") { x, _ in 1 / x },
    PlantedLaw("x^−½") { x, _ in 1 / x.squareRoot() },
    PlantedLaw("x^−¼") { x, _ in pow(x, -0.25) },
    PlantedLaw("ln d₁/ln d") { x, d in log(d / x) / log(d) },
    PlantedLaw("e^−(x−1)") { x, _ in exp(1 - x) },
  ]
}
