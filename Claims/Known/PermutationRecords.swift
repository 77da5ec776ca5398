import ClaimKit

/// A textbook theorem: a random permutation of n numbers has Θ(ln n) records.
public struct PermutationRecords: Claim {
  /// Makes the claim.
  public init() {}

  public let source = Source(
    "Rényi 1962: records of a random permutation", .known,
    remark: """
      The number of records has mean H_n = 1 + 1/2 + … + 1/n and variance below H_n. It is stated \
      from memory; the wording and every number are ours.
      """)
  public let title = "A random permutation of n numbers has Θ(ln n) records"
  public let says = """
    Read a uniformly random permutation of n numbers from left to right. A number larger than all before it is a \
    record. The number of records is Θ(ln n).
    """

  private static let records = Observable("records", "number of records", .positive, isOfRun: true)

  /// Draws a permutation and counts its records; two settings change the permutation first.
  static let experiment = SwiftExperiment(
    "permutationRecords", version: "1", settings: ["sortedShare": 0, "largestAt": 0],
    ranges: ["sortedShare": 0...1, "largestAt": 0...16],
    meanings: [
      "sortedShare": "share of the places, from the first on, that is sorted",
      "largestAt": "place of the largest number; 0 leaves it where it was drawn",
    ], observables: [records], work: { 10 * Double($0) }
  ) { run in
    var numbers = run.random.permutation(of: run.scale)
    numbers[..<Int(try run.number("sortedShare") * Double(run.scale))].sort()
    let place = Int(try run.number("largestAt"))
    if place > 0, place <= run.scale, let index = numbers.firstIndex(of: run.scale - 1) {
      numbers.swapAt(index, place - 1)
    }
    var (records, largest) = (0, -1)
    for number in numbers where number > largest { (records, largest) = (records + 1, number) }
    try run.read(Double(records), as: "records")
  }

  public var statement: [Clause] {
    Given("the permutation of n numbers is uniformly random")
    Conclude(.observed(Self.records), is: .bigTheta(Law(.log, of: "n")))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.experiment,
      axis: .scale(
        "n", "number of elements",
        [
          .quick: [4, 6, 8, 10, 12, 14, 16].map { 1 << $0 },
          .standard: [4, 6, 8, 10, 12, 14, 16, 18].map { 1 << $0 },
          .deep: [4, 6, 8, 10, 12, 14, 16, 18, 20].map { 1 << $0 },
        ],
        because: "ln n changes by a factor of four at least, which only a wide range of n gives"),
      window: .once(because: "a permutation is read once"),
      materialities: [
        Materiality(
          of: .observed(Self.records), slope: 0.5, band: 2,
          because: """
            a slope of 0.5 is half-way from ln n to a constant and to ln² n; so is a factor of 2, as either would \
            change the ratio by 4 at least
            """)
      ])
  }

  public var controls: [Control] {
    Control(
      "the first half is sorted", refutes: .observed(Self.records),
      because: "every number of a sorted half is a record: there are at least n/2"
    ) {
      $0["sortedShare"] = 0.5
    }
    Control(
      "the largest number stands at place 8", refutes: .observed(Self.records),
      because: "no record comes after the largest number: there are at most 8"
    ) {
      $0["largestAt"] = 8
    }
  }

  public var falseForms: [FalseForm] {
    [
      FalseForm(
        .observed(Self.records), is: .bigO(.one),
        by: Materiality(
          of: .observed(Self.records), slope: 0.05, band: 2, because: "the default band and slope"),
        because: "the number of records grows like ln n; on a plot against n it looks flat")
    ]
  }
}
