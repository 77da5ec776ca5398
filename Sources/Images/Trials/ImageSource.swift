import Experiments
import Files
import Foundation
import Synchronization

/// A folder of images with its coarse tasks; what is read or computed of it is kept for the process.
package final class ImageSource: Sendable {
  /// The folder.
  package let folder: Folder
  /// The names of the coarse tasks, the standard one first.
  package let tasks: [String]
  /// What to do if the folder has no images, as the end of a sentence.
  let remedy: String
  private let names: [String]
  private let hierarchy: @Sendable (String, ImageSet) throws -> Hierarchy
  private let state = Mutex(State())

  private struct State {
    var set: Result<ImageSet, ImageError>?
    var hard: [String: HardImages] = [:]
  }

  /// The images of a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - tasks: The names of the coarse tasks, the standard one first.
  ///   - remedy: What to do if the folder has no images, as the end of a sentence.
  ///   - names: The names of the classes; without them, their labels stand for them.
  ///   - hierarchy: Returns the hierarchy of a task, given its name and the data.
  package init(
    _ folder: Folder, tasks: [String], remedy: String, names: [String] = [],
    hierarchy: @escaping @Sendable (String, ImageSet) throws -> Hierarchy
  ) {
    self.folder = folder
    self.tasks = tasks
    self.remedy = remedy
    self.names = names
    self.hierarchy = hierarchy
  }

  /// Fashion-MNIST where its package puts it.
  package static let fashionMNIST = ImageSource(
    Folder(FashionMNIST.folder, on: .machine), tasks: ["warm", "clothes"],
    remedy: "“\(FashionMNIST.command)” installs it, and \(FashionMNIST.variable) names another folder",
    names: FashionMNIST.names
  ) { task, set in
    guard set.classCount == FashionMNIST.names.count else {
      throw ImageError("Fashion-MNIST has 10 classes, and these data have \(set.classCount).")
    }
    return task == "clothes" ? .clothes : .warm
  }

  /// Returns one sentence on why there are no data; nil if the four files are there.
  package var lack: String? {
    do { _ = try ImageSet.files(in: folder) } catch {
      return "needs data: \(error.description) \(remedy.prefix(1).uppercased() + remedy.dropFirst())."
    }
    return nil
  }

  /// Returns the data, read once.
  ///
  /// - Throws: ``ImageError`` naming the file and what is wrong with it.
  package func images() throws(ImageError) -> ImageSet {
    try state.withLock { Self.set(&$0, folder) }.get()
  }

  private static func set(_ state: inout State, _ folder: Folder) -> Result<ImageSet, ImageError> {
    if let set = state.set { return set }
    let result: Result<ImageSet, ImageError>
    do throws(ImageError) { result = .success(try ImageSet(reading: folder)) } catch { result = .failure(error) }
    state.set = result
    return result
  }

  /// Returns the hierarchy of a task.
  ///
  /// - Throws: ``ImageError`` if the data do not have it.
  package func hierarchy(of task: String) throws(ImageError) -> Hierarchy {
    let set = try images()
    do { return try hierarchy(task, set) } catch {
      throw error as? ImageError ?? ImageError("\(error)")
    }
  }

  /// Returns the hard images of a task, found once.
  ///
  /// - Throws: ``ImageError`` if there are no data.
  package func hardImages(of task: String) throws(ImageError) -> HardImages {
    let (set, hierarchy) = (try images(), try hierarchy(of: task))
    return state.withLock { state in
      if let known = state.hard[task] { return known }
      let found = HardImages(of: set, hierarchy)
      state.hard[task] = found
      return found
    }
  }

  /// Returns the name of a class.
  package func name(of number: Int, in set: ImageSet) -> String {
    names.indices.contains(number) ? names[number] : "\(set.labels[number])"
  }

  /// Returns a hash of the data and of all tasks; part of the key of every trial.
  ///
  /// - Throws: ``ImageError`` if there are no data.
  package func fingerprint() throws(ImageError) -> String {
    var text = try images().fingerprint
    for task in tasks {
      let hierarchy = try hierarchy(of: task)
      text += " \(task) \(hierarchy.groups) \(hierarchy.coarse)"
    }
    return String(SHA256.hex(CanonicalJSON.data(text)).prefix(16))
  }
}
