import ClaimKit
import Decision
import Foundation
import MultiViewClaims
import TestSupport
import Testing

@testable import Planning

/// Claim files can ask for an exponent, for a predicted curve and for one side of a signed limit.
@Suite struct EquivalenceReadingTests {
  private struct OrderClaim: Claim {
    var quantity = Quantity.trainingLoss
    var order = Order.littleO
    var size = Materiality(of: .trainingLoss, 0.05, because: "a test")
    var window = Window(.scaledSteps, readFrom: .end, because: "a test")

    init() {}

    init(_ quantity: Quantity, is order: Order, _ size: Materiality, window: Window? = nil) {
      (self.quantity, self.order, self.size) = (quantity, order, size)
      if let window { self.window = window }
    }

    let source = Source("A test", .chosen)
    let title = "An order"
    let says = "An order."
    var statement: [Clause] {
      Given(labels: .coarse)
      Conclude(quantity, is: order)
    }
    var standIn: StandIn { StandIn(regime: .standard, window: window, materialities: [size]) }
    var controls: [Control] {
      Control("two subclasses", refutes: quantity, because: "a test") { $0.regime = .constantK }
    }
  }

  private static let gap = Quantity.difference(of: .error(on: .hard), under: .coarse, minus: .fine)

  private func readings(_ claim: OrderClaim) throws -> [Reading] {
    let study = try Study(claim, control: nil, design: Design(.quick, runs: 1))
    let conclusion = try #require(claim.conclusions.first)
    let materiality = try #require(claim.standIn.materiality(of: conclusion))
    return Reading.all(of: conclusion, in: study, by: materiality)
  }

  @Test func anExponentTakesItsToleranceFromTheMateriality() throws {
    let size = Materiality(of: .trainingLoss, exponentWithin: 0.1, because: "a test")
    let claim = OrderClaim(.trainingLoss, is: .exponent(-0.5), size)
    #expect(claim.defect() == nil)
    #expect(try readings(claim).map(\.predicate) == [.exponent(-0.5, within: 0.1)])
    #expect(claim.conclusions.map(\.text).joined().contains("has the exponent -0.5"))
    #expect(size.text == "exponent within ±0.1")
  }

  @Test func aCurveIsAFactorTimesALaw() throws {
    let law = Law(.d.power(-1))
    let share = Materiality(of: .trainingLoss, curveWithinShare: 0.1, because: "a test")
    let claim = OrderClaim(.trainingLoss, is: .equals(factor: 0.5, law), share)
    #expect(claim.defect() == nil)
    let scales = Design(.quick, runs: 1).scales.map(Double.init)
    #expect(try readings(claim).map(\.predicate) == [.curve(scales.map { 0.5 / $0 }, within: .share(0.1))])
    let error = Quantity.error(on: .hard)
    let size = Materiality(of: error, curveWithin: 0.02, because: "a test")
    let plain = OrderClaim(error, is: .equals(law), size)
    #expect(try readings(plain).map(\.predicate) == [.curve(scales.map { 1 / $0 }, within: .difference(0.02))])
  }

  @Test func aMaterialityOfAnotherKindDoesNotSuit() {
    let exponent = Materiality(of: .trainingLoss, exponentWithin: 0.1, because: "a test")
    let curve = Materiality(of: .trainingLoss, curveWithin: 0.1, because: "a test")
    let limit = Materiality(of: .trainingLoss, 0.1, because: "a test")
    let growth = Materiality(of: .trainingLoss, slope: 0.15, band: 2, because: "a test")
    for (order, sizes) in [
      (Order.exponent(1), [curve, limit, growth]), (.equals(.one), [exponent, limit, growth]),
      (.littleO, [exponent, curve, growth]), (.bigTheta(.one), [exponent, curve, limit]),
    ] {
      for size in sizes { #expect(OrderClaim(.trainingLoss, is: order, size).defect() != nil) }
    }
    #expect(OrderClaim(.trainingLoss, is: .equals(.oneOverPolylog), curve).defect() != nil)
  }

  @Test func zonesOutOfRangeAreRefusedByThePlan() throws {
    let nothing = Materiality(of: .trainingLoss, exponentWithin: 0, because: "a test")
    let negative = Materiality(of: .trainingLoss, curveWithinShare: 0.1, because: "a test")
    let rate = Materiality(of: .error(on: .hard), curveWithin: 0.1, because: "a test")
    for claim in [
      OrderClaim(.trainingLoss, is: .exponent(1), nothing),
      OrderClaim(.trainingLoss, is: .equals(factor: -1, .one), negative),
      OrderClaim(.error(on: .hard), is: .equals(factor: 2, .one), rate),
    ] {
      #expect(throws: PlanError.self) {
        try Plan([ClaimEntry(folder: "", claim: claim)], design: Design(.quick, runs: 1))
      }
    }
  }

  @Test func bothEndsOfAWindowCountForAnOrderWithTwoSides() throws {
    let size = Materiality(of: Self.gap, 0.05, because: "a test")
    func extremes(_ order: Order) throws -> [WindowExtreme] {
      try readings(OrderClaim(Self.gap, is: order, size, window: .standard)).map(\.extreme)
    }
    #expect(try extremes(.littleO(1)) == [.largest, .smallest])
    #expect(try extremes(.atMostLittleO(1)) == [.largest])
    #expect(try extremes(.bigOmega(1)) == [.smallest])
    #expect(try readings(OrderClaim(Self.gap, is: .atMostLittleO, size)).map(\.predicate) == [.atMostLittleO])
    let exponent = Materiality(of: .trainingLoss, exponentWithin: 0.1, because: "a test")
    let loss = OrderClaim(.trainingLoss, is: .exponent(0), exponent, window: .standard)
    #expect(try readings(loss).map(\.extreme) == [.largest, .smallest])
  }

  @Test func aCurveAndAnExponentAreRegistered() throws {
    func digest(_ claim: OrderClaim) throws -> String {
      let plan = try Plan([ClaimEntry(folder: "", claim: claim)], design: Design(.quick, runs: 1))
      return Registration(of: try #require(plan.claims.first)).digest
    }
    let sizes = [0.1, 0.2].map { Materiality(of: .trainingLoss, exponentWithin: $0, because: "a test") }
    let exponents = try [-0.5, 0.5].flatMap { exponent in
      try sizes.map { try digest(OrderClaim(.trainingLoss, is: .exponent(exponent), $0)) }
    }
    #expect(Set(exponents).count == 4)
    let size = Materiality(of: .trainingLoss, curveWithinShare: 0.1, because: "a test")
    let curves = try [0.5, 1, 2].map {
      try digest(OrderClaim(.trainingLoss, is: .equals(factor: $0, Law(.d.power(-1))), size))
    }
    #expect(Set(curves).count == 3)
  }
}
