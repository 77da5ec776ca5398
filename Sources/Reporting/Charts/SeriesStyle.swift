/// The colour and dash of a series, which mean the same in every chart: blue for fine labels, vermilion for coarse ones,
/// grey and dashed for controls.
struct SeriesStyle: Equatable {
  /// The class of the colour.
  let colour: String
  /// The class of the dash with a leading space; empty for a solid line.
  let dash: String

  /// Returns the styles of the series of one chart.
  static func all(of series: [Chart.Series]) -> [SeriesStyle] {
    var used: Set<String> = []
    var others = [2, 3, 4, 5].map { "c\($0)" }[...]
    return series.map { series in
      if series.isControl { return SeriesStyle(colour: "ck", dash: " control") }
      let (isCoarse, isFine) = (series.name.contains("coarse"), series.name.contains("fine"))
      let named = isCoarse == isFine ? nil : isCoarse ? "c1" : "c0"
      let colour = named ?? others.popFirst() ?? "c2"
      return SeriesStyle(colour: colour, dash: used.insert(colour).inserted ? "" : " second")
    }
  }
}
