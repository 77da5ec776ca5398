/// A growth law that cannot be read.
public struct GrowthError: Error, Sendable, Equatable, CustomStringConvertible {
  /// One sentence that names the input and what would be accepted.
  public let description: String

  /// An error about an input.
  init(_ input: String, _ problem: String) {
    description =
      "the growth law “\(input)” cannot be read: \(problem); it is a product of powers of d, ln d and k, as in "
      + "sqrt(d)*ln(d)^2, k^2/d or d^0.5"
  }
}
