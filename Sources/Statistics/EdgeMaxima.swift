/// The maxima over all shapes with the floor on one side of the threshold.
///
/// A shape whose best free fit is on the right side contributes that; any other the curve whose floor is the threshold
/// or, as positive likelihoods can have several maxima, a lower free one on the right side. As the curve at the
/// threshold is never better than the best free fit of its shape, only the shapes are fitted again whose free fit
/// still exceeds the maximum found. Source: decision procedure §3.3.
struct EdgeMaxima {
  let atLeast: Double
  let atMost: Double
  let atMostFast: Double

  init(_ fits: ShapeFits, free: [FreeFit]) {
    let heights = free.map(\.best.logLikelihood)
    let order = heights.indices.sorted { heights[$0] > heights[$1] }
    var known: [Double?] = heights.map { _ in nil }
    func maximum(inside wanted: Bool, fastOnly: Bool) -> Double {
      let admitted = fastOnly ? order.filter { free[$0].best.shape.isFast } : order
      var result = -Double.infinity
      for index in admitted { result = max(result, wanted ? free[index].inside : free[index].outside) }
      for index in admitted where free[index].isInside != wanted {
        if heights[index] <= result { break }
        let edge = known[index] ?? fits.edge(index)
        known[index] = edge
        result = max(result, edge)
      }
      return result
    }
    atLeast = maximum(inside: false, fastOnly: false)
    atMost = maximum(inside: true, fastOnly: false)
    atMostFast = maximum(inside: true, fastOnly: true)
  }
}
