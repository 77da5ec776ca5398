import Experiments
import Files
import Foundation
import TestSupport
import Testing

@testable import Reporting
@testable import littleo

/// The power fails at any moment of a verification, and what was not synchronised is lost in any order.
///
/// What was announced is there afterwards, no page pretends to belong to another report, no file of the user's is harmed,
/// and the next run writes the report that an undisturbed one writes over the same earlier verdicts.
@Suite struct PowerCutTests {
  /// How often the power fails; `LITTLEO_CUTS` gives another number.
  private static let cuts = ProcessInfo.processInfo.environment["LITTLEO_CUTS"].flatMap(Int.init) ?? 1000
  /// Every so many cuts, the next run is tried.
  private static let healedShare = 5

  /// A verification in whose course the power may fail.
  private struct Course: Sendable {
    /// The disk at every change, and the reports before and afterwards.
    let moments: [ModelCalls.Moment]
    let earlier: [String: [UInt8]]
    let later: [String: [UInt8]]
  }

  @Test func nothingIsLostThatWasAnnounced() async {
    let faults = await Self.faults(of: Self.cuts, on: DiskModel())
    for fault in faults.prefix(20) { Issue.record("\(fault)") }
  }

  /// The law can fail: on a disk that only claims to synchronise, reports are lost that were announced.
  @Test func lossesOfALyingDiskAreFound() async {
    let faults = await Self.faults(of: 300, on: DiskModel(isLying: true))
    #expect(faults.contains { $0.contains("announced") } && faults.contains { $0.contains("front page") })
  }

  /// Returns what went wrong after cuts in the course of three verifications, each over the report of the one before.
  private static func faults(of count: Int, on empty: DiskModel) async -> [String] {
    let desk = VerifiedDesk()
    let first = await DeskRun(desk.words, on: desk.adding(to: empty), isRecording: true)
    // Another number of runs: the same files with other bytes, in place of the first report.
    let other = desk.words.map { $0 == "1" ? "2" : $0 }
    let second = await DeskRun(other, on: first.disk, isRecording: true)
    // A report without the claim: the files of its page are removed.
    let third = await DeskRun(
      other.map { $0 == desk.claim ? "CouponCollector" : $0 }, on: second.disk, isRecording: true)
    let runs = [first, second, third]
    for run in runs { #expect(run.status == first.status && run.open == 0, "\(run.errors)") }
    let courses = runs.indices.map { index in
      Course(
        moments: runs[index].history, earlier: index == 0 ? [:] : desk.report(on: runs[index - 1].disk),
        later: desk.report(on: runs[index].disk))
    }
    let faults = await concurrentMap(Array(0..<count)) { cut in
      await fault(ofCut: cut, in: courses[cut % courses.count], on: desk, clean: second)
    }
    print("power cuts: \(count) at \(courses.map { $0.moments.count }) changes, \(count / healedShare) healed")
    return faults.compactMap(\.self)
  }

  /// Returns what went wrong after a cut; nil if nothing did.
  private static func fault(
    ofCut cut: Int, in course: Course, on desk: VerifiedDesk, clean: DeskRun
  ) async -> String? {
    var dice = Dice(seed: UInt64(cut) + 1_000_001)
    // Half of the cuts fall into the writing of the report, some right after it was announced.
    let late = [course.moments.count, course.moments.count, 100, 4][dice.below(4)]
    guard let number = course.moments.indices.suffix(late).randomElement(using: &dice) else { return "no moment" }
    let moment = course.moments[number]
    let disk = moment.disk.afterPowerCut(&dice)
    let name = "cut \(cut), after change \(number) of \(course.moments.count)"
    if let harm = desk.harm(to: disk) { return "\(name): \(harm)" }
    let report = desk.report(on: disk)
    if moment.output.contains("The report is in".utf8), report != course.later {
      return "\(name): the report was announced and is not there"
    }
    if let lie = lie(of: report, in: course, on: disk) { return "\(name): \(lie)" }
    guard cut % healedShare == 0 else { return nil }
    let healed = await DeskRun(clean.words, on: disk)
    if healed.status != clean.status { return "\(name): the next run ends with \(healed.status): \(healed.errors)" }
    let files = desk.report(on: healed.disk)
    let wanted = await undisturbed(clean, after: disk.files[Self.record], on: desk)
    if files != wanted { return "\(name): the next report differs in \(difference(files, wanted))" }
    return desk.harm(to: healed.disk).map { "\(name): \($0) by the next run" }
  }

  /// The file in which a report says of itself what the next one compares itself with.
  private static let record = "desk/report/\(EnvironmentFile.name)"

  /// Returns the report of a run that nothing disturbed, in a folder with nothing but this record of an earlier report.
  private static func undisturbed(
    _ clean: DeskRun, after record: [UInt8]?, on desk: VerifiedDesk
  ) async -> [String: [UInt8]] {
    var disk = desk.before
    if let record { disk.put(record, at: Self.record) }
    return desk.report(on: await DeskRun(clean.words, on: disk).disk)
  }

  /// Returns how the front page misleads a reader; nil if it does not.
  private static func lie(of report: [String: [UInt8]], in course: Course, on disk: DiskModel) -> String? {
    guard let front = report[Report.front] else { return nil }
    let text = String(decoding: front, as: UTF8.self)
    if text.contains("# This report is not whole") { return nil }
    for whole in [course.earlier, course.later] where whole[Report.front] == front {
      let differing = whole.filter { $0.key != EnvironmentFile.name && report[$0.key] != $0.value }.keys.sorted()
      if differing.isEmpty { return nil }
      // Reports may share their front page.
      if whole[Report.front] != course.later[Report.front] || whole == course.later {
        return "the front page stands above other files: \(differing)"
      }
    }
    return course.earlier[Report.front] == front || course.later[Report.front] == front
      ? nil : "the front page belongs to no report"
  }

  private static func difference(_ one: [String: [UInt8]], _ other: [String: [UInt8]]) -> [String] {
    Set(one.keys).union(other.keys).filter { one[$0] != other[$0] }.sorted()
  }
}
