extension Double {
  /// The number in full: whole numbers below 10¹⁵ without a decimal point, all others as Swift describes them, in the
  /// shortest form that reads back as the same number.
  ///
  /// Digests of registrations hash this text and laws read numbers back from it, so its characters may not change. No value
  /// traps: negative zero is `0`, and what is not finite is `inf`, `-inf` or `nan`.
  package var exactText: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
