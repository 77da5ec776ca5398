import Statistics

/// The check shared by both paths that the error does not turn upwards at the end.
enum TopScales {
  /// Whether the runs rise over the last three scales (Jonckheere–Terpstra).
  static func rise(_ samples: [ScaleSample], level: Double) -> Bool {
    JonckheereTerpstra(samples.suffix(3).map(\.values)).increase.p < level
  }
}
