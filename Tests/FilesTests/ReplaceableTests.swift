import Files
import Foundation
import TestSupport
import Testing

/// F1 and F7: what littleo did not write is the user's, and is never replaced.
@Suite struct ReplaceableTests {
  private func isRefused(_ answer: Replaceable.Answer, _ words: String) -> Bool {
    if case .refused(let why) = answer { why.contains(words) } else { false }
  }

  @Test(arguments: Site.Kind.allCases) func aFileOfOursOrAFreeNameMayBeTaken(kind: Site.Kind) throws {
    try Site.with(kind) { site in
      #expect(Replaceable.answer(to: "none", in: site.folder, as: .page) == .free)
      #expect(Replaceable.answer(to: "none", in: Folder(site.path("none"), on: site.disk), as: .page) == .free)
      #expect(Replaceable.answer(to: "none", in: Folder(site.path, below: "none", on: site.disk), as: .page) == .free)
      let marker = Replaceable.marker
      let texts: [(String, String, Replaceable.Kind)] = [
        ("page", marker + "\n\n# A page", .page), ("chart", "<svg xmlns=\"x\">\n\(marker)\n<g/></svg>", .chart),
        ("short", marker, .page),
      ]
      for (name, text, own) in texts {
        try site.put(text, name)
        // A page takes the place of pages only, and a chart that of charts.
        for kind in [Replaceable.Kind.page, .chart] {
          let answer = Replaceable.answer(to: name, in: site.folder, as: kind)
          #expect(
            kind == own ? answer == .ours : isRefused(answer, own == .page ? "is a page" : "is a chart"), "\(name)")
        }
      }
      try site.put("1,2\n", "points.csv")
      #expect(Replaceable.answer(to: "points.csv", in: site.folder, as: .data) { $0 == Data("1,2\n".utf8) } == .ours)
    }
  }

  @Test func aChartThatOthersDrewIsMarkedOnce() throws {
    try Site.with(.model) { site in
      for chart in ["<svg xmlns=\"x\"><g/></svg>", "<svg xmlns=\"x\">\n<g/>\n</svg>\n"] {
        let marked = Replaceable.marked(chart: chart)
        let text = String(decoding: marked, as: UTF8.self)
        #expect(Replaceable.marked(chart: text) == marked && text.contains("<g/>"))
        try site.put(text, "chart.svg")
        #expect(Replaceable.answer(to: "chart.svg", in: site.folder, as: .chart) == .ours)
      }
    }
  }

  @Test(arguments: Site.Kind.allCases) func anythingElseIsRefused(kind: Site.Kind) throws {
    let marker = Replaceable.marker
    try Site.with(kind) { site in
      for (name, text) in [
        ("empty", ""), ("drawing.svg", "<svg xmlns=\"x\"><g/></svg>"), ("late", "# Mine\n\n\(marker)\n"),
        ("third.svg", "<svg xmlns=\"x\">\n\n\(marker)\n"), ("quoted", "“\(marker)”"),
        ("part", String(marker.dropLast())),
        ("spaced", " " + marker), ("svgs", "<svgs>\n\(marker)"), ("second", "# Mine\n\(marker)"),
      ] {
        try site.put(text, name)
        for kind in [Replaceable.Kind.page, .chart, .data] {
          let answer = Replaceable.answer(to: name, in: site.folder, as: kind)
          #expect(isRefused(answer, "not written by littleo"), "\(name)")
        }
      }
      try site.put(marker, "ours")
      try site.putFolder("folder")
      try site.putLink(to: "ours", "link")
      try site.putLink(to: "nowhere", "gone")
      site.putPipe("pipe")
      try site.put(marker, "protected")
      site.protect("protected")
      for (name, words) in [
        ("folder", "is a folder"), ("link", "symbolic link"), ("gone", "symbolic link"), ("pipe", "pipe"),
        ("protected", "write-protected"),
      ] {
        // Not even a caller that knows every file has its way with these.
        #expect(isRefused(Replaceable.answer(to: name, in: site.folder, as: .data) { _ in true }, words), "\(name)")
      }
    }
  }

  /// A file that cannot be looked at may be anything.
  @Test func aFailingCallIsARefusal() throws {
    try Site.with(.model) { site in
      try site.put(Replaceable.marker, "a")
      for number in 1... {
        let calls = FailingCalls(site.calls, failing: .one(number, code: EIO))
        let answer = Replaceable.answer(to: "a", in: Folder(site.path, on: Disk(calls)), as: .page)
        if calls.failed == nil { break }
        // Closing what was only read tells nothing of it.
        #expect(calls.failed == "close" ? answer == .ours : isRefused(answer, "Input/output error"), "\(number)")
      }
    }
  }
}
