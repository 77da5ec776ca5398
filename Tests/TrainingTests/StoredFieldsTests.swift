import Foundation
import Testing

@testable import Training

/// What traces store belongs to the trainer's version.
@Suite struct StoredFieldsTests {
  /// An added field is missing from older traces, which would be read as undefined: it needs a new `Trainer.version`.
  ///
  /// When this fails, raise the version, write its name here, and add the field to the list.
  @Test func aNewFieldNeedsANewVersion() throws {
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
    checkpoint.commonResponse = 0
    checkpoint.rareResponse = 0
    checkpoint.distractorResponse = 0
    let data = try JSONEncoder().encode(checkpoint)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let properties = Mirror(reflecting: checkpoint).children.count
    #expect(object.count == properties)
    #expect(Trainer.version == "4" && properties == 23)
  }
}
