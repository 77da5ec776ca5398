import Foundation

/// The memory that this process may use.
package enum MachineMemory {
  /// The smallest of the machine's memory, the process's address-space limit and the limits of its control groups, in
  /// bytes.
  package static var limit: Double {
    var bytes = Double(ProcessInfo.processInfo.physicalMemory)
    var addressSpace = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let resource = RLIMIT_AS
    #endif
    // `RLIM_INFINITY` is the largest value of the type, far above any machine's memory.
    if getrlimit(resource, &addressSpace) == 0 { bytes = min(bytes, Double(addressSpace.rlim_cur)) }
    let groups = (try? String(contentsOfFile: "/proc/self/cgroup", encoding: .utf8)) ?? ""
    for file in limitFiles(of: groups) {
      guard let text = try? String(contentsOfFile: file, encoding: .utf8),
        let group = Double(text.trimmingCharacters(in: .whitespacesAndNewlines)), group > 0
      else { continue }
      bytes = min(bytes, group)
    }
    return bytes
  }

  /// Returns the files that hold the memory limits of a process: those of its control group and of every enclosing
  /// group.
  ///
  /// - Parameter groups: The content of `/proc/self/cgroup`: lines `number:controllers:path`, where version 2 names no
  ///   controller.
  static func limitFiles(of groups: String) -> [String] {
    var files: [String] = []
    for line in groups.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { continue }
      let isUnified = parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { continue }
      let root = isUnified ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory"
      var path = parts[2].split(separator: "/")
      // Go up to the root: a container sees its own group there, even if the path names another place.
      while true {
        let folder = ([root] + path.map(String.init)).joined(separator: "/")
        files.append(folder + (isUnified ? "/memory.max" : "/memory.limit_in_bytes"))
        if path.popLast() == nil { break }
      }
    }
    return files
  }
}
