import ClaimKit

/// The first quantity of train.py tends to zero.
public struct ProgramTemplateClaim: Claim {
  /// Makes the claim.
  public init() {}

  private static let program = Program("program-template-claim", ["python3", "train.py"])
  private static let quantity = Quantity.observed(
    Observable("gap", "distance to the true slope", .positive, isOfRun: true))

  public let source = Source("train.py", .chosen, remark: "Say where the statement comes from.")
  public let title = "Distance to the true slope tends to zero"
  public let says = "distance to the true slope = o(1) as n grows."

  public var statement: [Clause] {
    Conclude(Self.quantity, is: .littleO(1))
  }

  public var standIn: StandIn {
    StandIn(
      of: Self.program,
      axis: .scale(
        "n", "scale",
        [.quick: [16, 64, 256, 1024, 4096], .standard: [16, 64, 256, 1024, 4096, 16384]],
        because: "small enough for a first look; decisions need a span of at least 16"),
      window: .once(because: "the quantity is read once per run"),
      materialities: [
        Materiality(
          of: Self.quantity, shareOfFirst: 0.5, because: "it has no natural unit, so it must at least halve")
      ])
  }

  public var controls: [Control] {
    Control(
      "shuffle = 1", refutes: Self.quantity,
      because: "say why the claim must fail with this setting"
    ) {
      $0["shuffle"] = 1
    }
  }
}
