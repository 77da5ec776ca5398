import Experiments
import Foundation
import Testing

@testable import Training

/// What traces store, and what is read from them, belongs to the trainer's version.
@Suite struct StoredFieldsTests {
  /// A trace in which every optional part is there.
  private static var filled: NetworkTrace {
    var checkpoint = Checkpoint(time: 1, trainingLoss: 1)
    let (quantiles, errors) = (
      Quantiles(low: 0, median: 0, high: 0), TestErrors(easy: 0, hard: 0, undecided: 0)
    )
    checkpoint.sourceLoss = 0
    checkpoint.easyErrors = 0
    checkpoint.hardErrors = 0
    checkpoint.easyMargin = quantiles
    checkpoint.hardMargin = quantiles
    checkpoint.marginal = errors
    checkpoint.probe = errors
    checkpoint.commonWeight = 0
    checkpoint.rareWeight = 0
    checkpoint.otherCommonWeight = 0
    checkpoint.otherRareWeight = 0
    checkpoint.commonGrowth = 0
    checkpoint.otherClassShare = 0
    checkpoint.offFeatureShare = 0
    checkpoint.biasRatio = 0
    checkpoint.hiddenMotion = 0
    checkpoint.commonResponse = 0
    checkpoint.rareResponse = 0
    checkpoint.distractorResponse = 0
    checkpoint.leastCommonWeight = 0
    checkpoint.leastRareWeight = 0
    checkpoint.firingShare = 0
    checkpoint.leastCommonResponse = 0
    checkpoint.leastRareResponse = 0
    checkpoint.largestRareResponse = 0
    checkpoint.residualConcentration = 0
    checkpoint.awakened = 0
    return NetworkTrace(
      heads: 2, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
      timeToFit: 1,
      census: LuckyCensus(counts: [[1]], expected: 1, common: 1, rare: 1, fewest: 1, lucky: 1, overlapping: 0),
      checkpoints: [checkpoint], finetuning: [checkpoint], inspection: Inspection(samples: 1),
      audit: Audit(screened: 0, awakenings: 0, differences: 0, isCertified: true),
      law: LawCertificate(
        deviation: 0, logitBound: 0, decisions: 0, openings: 0, droppedPairs: 0, macroBias: 0, macroSteps: 0),
      comparison: Comparison(
        loss: 1, easyMargin: 1, hardAccuracy: 1, commonWeight: 1, rareWeight: 1, offFeatureShare: 1, answerNoise: 1,
        severalFeatures: 1), work: 1)
  }

  /// Adds the paths of all members of a JSON value; the elements of a list share one path.
  private static func addPaths(of value: Any, at path: String, to paths: inout Set<String>) {
    if let object = value as? [String: Any] {
      for (name, member) in object {
        let inner = path.isEmpty ? name : path + "." + name
        paths.insert(inner)
        addPaths(of: member, at: inner, to: &paths)
      }
    } else if let list = value as? [Any] {
      for element in list { addPaths(of: element, at: path, to: &paths) }
    }
  }

  /// A property that the trace above leaves out, or that no coding key stores.
  private static func unfilled(_ value: Any, _ json: Any) -> [String] {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
      guard let inner = mirror.children.first else { return ["a property that the test leaves nil"] }
      return unfilled(inner.value, json)
    }
    if mirror.displayStyle == .collection, let list = json as? [Any] {
      return zip(mirror.children, list).flatMap { unfilled($0.value, $1) }
    }
    guard mirror.displayStyle == .struct, let object = json as? [String: Any] else { return [] }
    guard object.count == mirror.children.count else {
      return ["\(mirror.subjectType) has \(mirror.children.count) properties and stores \(object.count)"]
    }
    return mirror.children.flatMap { child in
      // The one property that is stored under another name is a number.
      child.label.flatMap { object[$0] }.map { unfilled(child.value, $0) } ?? []
    }
  }

  /// An added field is missing from older traces, which would be read as undefined: it needs a new `Trainer.version`.
  @Test func fieldsAndQuantitiesBelongToTheVersion() throws {
    let data = try JSONEncoder().encode(Self.filled)
    let json = try JSONSerialization.jsonObject(with: data)
    #expect(Self.unfilled(Self.filled, json) == [], "fill the trace of this test, or give the property a coding key")
    var fields: Set<String> = []
    Self.addPaths(of: json, at: "", to: &fields)
    let quantities = Set(
      ObservableReadings.declared.map { "\($0.name): \($0.kind.rawValue)\($0.isOfRun ? ", of the run" : "")" })
    let known = StoredFields.ofVersion[Trainer.version]
    for (what, found, listed) in [
      ("stored field", fields, Set(known?.fields ?? [])), ("quantity", quantities, Set(known?.quantities ?? [])),
    ] {
      for name in found.subtracting(listed).sorted() {
        Issue.record(
          """
          The \(what) “\(name)” is not listed for Trainer.version \(Trainer.version). Records of this version lack a \
          new field, and claims that read it would end in inconclusive(health): raise Trainer.version and list it \
          there. A quantity computed from fields that records hold already needs its line in StoredFields.swift only.
          """)
      }
      for name in listed.subtracting(found).sorted() {
        Issue.record(
          "The \(what) “\(name)” of Trainer.version \(Trainer.version) is gone: raise the version and list the rest.")
      }
    }
  }
}
