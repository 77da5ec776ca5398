import ClaimKit

/// A textbook theorem: gradient descent on the logistic loss turns towards the largest margin as slowly as 1/ln t.
public struct MarginDirection: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Soudry, Hoffer, Nacson, Gunasekar and Srebro 2018: implicit bias of gradient descent", .known,
    remark: """
      On separable data w(t) = ŵ ln t + ρ(t) with a bounded ρ, where ŵ points along the direction of the largest \
      margin. The distance between the directions is therefore O(1/ln t). It is stated from memory; the wording and \
      every number are ours.
      """)
  public let title = "Logistic regression by gradient descent turns to the largest margin like 1/ln t"
  public let says = """
    Gradient descent on the mean logistic loss of separable points starts from 0. After t steps, the distance of w/‖w‖ \
    from the direction of the largest margin is O(1/ln t).
    """

  private static let gap = Observable("gap", "distance from the direction of the largest margin", .positive)

  /// Eight points in the plane with labels already multiplied in, four on each side of the direction and three times as far from
  /// it on one side.
  ///
  /// The first two are equal, so that no line separates them once the label of one is flipped.
  static let experiment = SwiftExperiment(
    "marginDirection", version: "1", settings: ["flipped": 0], ranges: ["flipped": 0...1],
    meanings: ["flipped": "1 for a flipped label of the first point"], observables: [gap],
    work: { _ in 1e7 }
  ) { run in
    var points: [(x: Double, y: Double)] = []
    for index in 0..<8 {
      let height = index < 4 ? 1.0 : -3.0
      points.append((0.6 + 0.02 * run.random.uniform(), height * (0.95 + 0.1 * run.random.uniform())))
    }
    points[1] = points[0]
    let direction = Self.largestMargin(of: points)
    if try run.number("flipped") > 0 { points[0] = (-points[0].x, -points[0].y) }
    var weights = (x: 0.0, y: 0.0)
    var step = 0
    for time in run.times {
      while step < time {
        var gradient = (x: 0.0, y: 0.0)
        for point in points {
          let pull = 1 / (1 + SameBits.exp(weights.x * point.x + weights.y * point.y))
          gradient = (gradient.x + pull * point.x, gradient.y + pull * point.y)
        }
        // A step size of 1/2 is below 2 over the largest curvature, which is at most 10.4/4.
        weights = (weights.x + gradient.x / 16, weights.y + gradient.y / 16)
        step += 1
      }
      let norm = (weights.x * weights.x + weights.y * weights.y).squareRoot()
      let (dx, dy) = (weights.x / norm - direction.x, weights.y / norm - direction.y)
      try run.read((dx * dx + dy * dy).squareRoot(), as: "gap", at: time)
    }
  }

  /// Returns the unit vector of the largest margin: the point of the convex hull that is nearest to 0, divided by its
  /// norm.
  ///
  /// In the plane that point lies on a line between two of the points.
  static func largestMargin(of points: [(x: Double, y: Double)]) -> (x: Double, y: Double) {
    var nearest = (x: 0.0, y: 0.0)
    var least = Double.infinity
    for (index, first) in points.enumerated() {
      for second in points[index...] {
        let (dx, dy) = (second.x - first.x, second.y - first.y)
        let length = dx * dx + dy * dy
        let share = length > 0 ? min(1, max(0, -(first.x * dx + first.y * dy) / length)) : 0
        let point = (x: first.x + share * dx, y: first.y + share * dy)
        let norm = point.x * point.x + point.y * point.y
        if norm < least { (least, nearest) = (norm, point) }
      }
    }
    let norm = least.squareRoot()
    return (nearest.x / norm, nearest.y / norm)
  }

  public var statement: [Clause] {
    Given("the points are separable by a line through 0; the step size is below 2 over the largest curvature")
    Conclude(.observed(Self.gap), is: .bigO(Law(.log.power(-1), of: "t")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .time(
        "t", at: 8, of: "n",
        [
          .quick: [6, 8, 10, 12, 14, 16].map { 1 << $0 }, .standard: [6, 8, 10, 12, 14, 16, 18].map { 1 << $0 },
          .deep: [6, 8, 10, 12, 14, 16, 18, 20].map { 1 << $0 },
        ],
        because: "ln t changes by a factor of 2.7 at least; each time has its own data"),
      window: Window.untilScale(because: "the distance is read after t steps"),
      materialities: [
        Materiality(
          of: .observed(Self.gap), slope: 0.5, band: 2,
          because: "a slope of 0.5 is half-way from 1/ln t to a constant and to 1/ln² t; the band is the default")
      ])
  }

  public var controls: [Control] {
    Control(
      "one label is flipped", refutes: .observed(Self.gap),
      because: "no line separates the points any more, so w tends to a point, which does not lie on the direction"
    ) {
      $0["flipped"] = 1
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.gap), is: .bigO(Law(Growth.d.power(-1), of: "t")),
        by: Materiality(of: .observed(Self.gap), slope: 0.05, band: 2, because: "the defaults"),
        because: "the distance falls like 1/ln t, and a loss of order 1/t tempts to say the same of it"),
      FalseForm(
        .observed(Self.gap), is: .bigOmega(1),
        by: Materiality(
          of: .observed(Self.gap), shareOfFirst: 0.1, because: "a tenth of the first distance counts as above 0"),
        because: "the distance tends to 0, although a plot against t looks flat"),
    ]
  }
}
