import Files
import Foundation
import TestSupport
import Testing

/// The disk in memory answers as Linux does, so that what is tried on it holds on a real disk.
@Suite struct SystemCallsTests {
  /// Plain names; some begin as links, folders or a pipe.
  private static let plain = [
    "a", "b", "c", "d", "e", "toA", "toD", "gone", "loop", "pipe", String(repeating: "x", count: 256),
  ]
  /// Names that lead elsewhere, or nowhere; the model knows no “..”, because nothing in the program writes one.
  private static let paths = ["d/a", "d/e", "toD/a", "toD/b", "gone/a", "a/b", "", "a\0b"]

  /// One random sequence of calls gives the same results and the same errors on both, and leaves the same files.
  @Test(arguments: 0..<24) func theModelAnswersAsTheKernel(seed: Int) throws {
    try Site.with(.machine) { machine in
      try Site.with(.model) { model in
        for site in [machine, model] {
          try site.put("first", "a")
          try site.putFolder("d")
          try site.putLink(to: "a", "toA")
          try site.putLink(to: "d", "toD")
          try site.putLink(to: "nowhere", "gone")
          try site.putLink(to: "loop", "loop")
          site.putPipe("pipe")
        }
        var pair = try Pair(machine, model, seed: UInt64(seed))
        var story: [String] = []
        for _ in 0..<400 {
          let (call, answers) = pair.step(plain: Self.plain, paths: Self.paths)
          story.append("\(call) → \(answers.kernel)")
          guard answers.kernel == answers.model else {
            Issue.record("the model says \(answers.model):\n\(story.suffix(30).joined(separator: "\n"))")
            break
          }
        }
        pair.end()
        #expect(try Self.tree(machine.path, machine.calls) == Self.tree(model.path, model.calls))
        #expect(model.model?.openCount == 0)
      }
    }
  }

  /// Every entry below a folder, with its kind and its text.
  private static func tree(_ path: String, _ calls: any SystemCalls) throws -> [String: String] {
    let folder = Folder(path, on: Disk(calls))
    var tree: [String: String] = [:]
    for name in try folder.names() {
      let status = try #require(try folder.status(of: name))
      tree[name] = "\(status.kind)"
      if status.kind == .file {
        tree[name] = String(decoding: try folder.contents(of: name, limit: 1 << 20), as: UTF8.self)
      }
      if status.kind == .folder {
        for (below, what) in try Self.tree(path + "/" + name, calls) { tree[name + "/" + below] = what }
      }
    }
    return tree
  }
}

/// The kernel and the model, given the same calls.
private struct Pair {
  private let calls: (kernel: any SystemCalls, model: any SystemCalls)
  /// The descriptors of both; the first is that of the folder, and −1 stands for one that was closed.
  private var files: [(kernel: Int32, model: Int32)]
  private var dice: SplitMix64

  init(_ machine: Site, _ model: Site, seed: UInt64) throws {
    calls = (machine.calls, model.calls)
    files = [
      (
        try machine.calls.open(machine.path, in: nil, for: .folder),
        try model.calls.open(model.path, in: nil, for: .folder)
      )
    ]
    dice = SplitMix64(seed: seed)
  }

  /// Makes one call on both, and returns it with both answers.
  mutating func step(plain: [String], paths: [String]) -> (call: String, answers: (kernel: String, model: String)) {
    let name = pick(plain)
    let other = pick(plain)
    let place = Int.random(in: 0..<5, using: &dice) == 0 ? pick(paths) : name
    let (one, two) = (pickFile(), pickFile())
    func show(_ index: Int) -> String { files[index].kernel < 0 ? "closed" : "file \(index)" }
    switch Int.random(in: 0..<17, using: &dice) {
    case 0...4:
      let purpose = pick([.reading, .input, .creating, .creating, .locking, .folder] as [OpenPurpose])
      return ("open \(place) in \(show(one)) for \(purpose)", open(place, in: one, for: purpose))
    case 5:
      return ("read \(show(one))", both(one) { calls, file in "\(try calls.read(file, upTo: 7))" })
    case 6:
      let bytes = Array("\(name.prefix(1)) wrote this".utf8)
      return ("write to \(show(one))", both(one) { calls, file in "\(try calls.write(file, bytes[...]))" })
    case 7 where Int.random(in: 0..<4, using: &dice) == 0:
      return ("synchronize \(show(one))", both(one) { calls, file in "\(try calls.synchronize(file))" })
    case 7: return ("status of \(show(one))", both(one) { calls, file in Self.text(try calls.status(of: file)) })
    case 8:
      return (
        "status of \(place) in \(show(one))",
        both(one) { calls, file in Self.text(try calls.status(of: place, in: file)) }
      )
    case 9, 10:
      return (
        "rename \(name) in \(show(one)) to \(other) in \(show(two))",
        both(one, two) { calls, file, target in "\(try calls.rename(name, in: file, to: other, in: target))" }
      )
    case 11:
      return (
        "link \(name) in \(show(one)) to \(other) in \(show(two))",
        both(one, two) { calls, file, target in "\(try calls.link(name, in: file, to: other, in: target))" }
      )
    case 12: return ("remove \(name) in \(show(one))", both(one) { "\(try $0.remove(name, in: $1))" })
    case 13: return ("remove folder \(name) in \(show(one))", both(one) { "\(try $0.removeFolder(name, in: $1))" })
    case 14: return ("make folder \(place) in \(show(one))", both(one) { "\(try $0.makeFolder(place, in: $1))" })
    case 15 where one > 0:
      let answers = both(one) { "\(try $0.close($1))" }
      let call = "close \(show(one))"
      // The number of a closed file is given to the next one, maybe to one of another test.
      files[one] = (-1, -1)
      return (call, answers)
    case 15: return ("lock \(show(two))", both(two) { "\(try $0.lock($1))" })
    default: return ("names in \(show(one))", both(one) { "\(try $0.names(in: $1).sorted())" })
    }
  }

  /// Closes every file.
  mutating func end() {
    for file in files where file.kernel >= 0 {
      try? calls.kernel.close(file.kernel)
      try? calls.model.close(file.model)
    }
    files = []
  }

  private mutating func open(_ name: String, in folder: Int, for purpose: OpenPurpose) -> (
    kernel: String, model: String
  ) {
    var status = stat()
    // An input that is a pipe waits for its writer, as it should; here it would wait for ever.
    if purpose == .input, fstatat(files[folder].kernel, name, &status, 0) == 0, status.st_mode & S_IFMT == S_IFIFO {
      return ("waits", "waits")
    }
    let kernel = Result { try calls.kernel.open(name, in: files[folder].kernel, for: purpose) }
    let model = Result { try calls.model.open(name, in: files[folder].model, for: purpose) }
    let opened = ((try? kernel.get()) ?? -1, (try? model.get()) ?? -1)
    if opened.0 >= 0 || opened.1 >= 0 { files.append(opened) }
    return (Self.text(kernel.map { _ in "opened" }), Self.text(model.map { _ in "opened" }))
  }

  private func both(
    _ file: Int, _ call: (any SystemCalls, Int32) throws -> String
  ) -> (kernel: String, model: String) {
    both(file, file) { calls, file, _ in try call(calls, file) }
  }

  private func both(
    _ file: Int, _ target: Int, _ call: (any SystemCalls, Int32, Int32) throws -> String
  ) -> (kernel: String, model: String) {
    (
      Self.text(Result { try call(calls.kernel, files[file].kernel, files[target].kernel) }),
      Self.text(Result { try call(calls.model, files[file].model, files[target].model) })
    )
  }

  private static func text(_ result: Result<String, any Error>) -> String {
    switch result {
    case .success(let text): text
    case .failure(let failure): "\(failure)"
    }
  }

  /// What both must know of a file; the numbers of a folder's links and bytes are the file system's own business.
  private static func text(_ status: FileStatus) -> String {
    let links = status.kind == .folder ? "" : " \(status.links)"
    return "\(status.kind) \(status.isWritable)\(links)\(status.kind == .file ? " \(status.size)" : "")"
  }

  private mutating func pick<Element>(_ list: [Element]) -> Element {
    list[Int.random(in: 0..<list.count, using: &dice)]
  }

  /// A descriptor, mostly that of the folder or a late one.
  private mutating func pickFile() -> Int {
    switch Int.random(in: 0..<4, using: &dice) {
    case 0, 1: 0
    case 2: max(0, files.count - 1 - Int.random(in: 0..<3, using: &dice))
    default: Int.random(in: 0..<files.count, using: &dice)
    }
  }
}
