import Foundation

/// How much memory this process may use.
public enum MachineMemory {
  /// The least of the machine's memory, the process's address-space limit and its control group's limit, in bytes.
  public static var limit: Double {
    var bytes = Double(ProcessInfo.processInfo.physicalMemory)
    var addressSpace = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_AS.rawValue)
    #else
      let resource = RLIMIT_AS
    #endif
    // Unlimited is the largest value of the type, far above any machine's memory.
    if getrlimit(resource, &addressSpace) == 0 { bytes = min(bytes, Double(addressSpace.rlim_cur)) }
    if let text = try? String(contentsOfFile: "/sys/fs/cgroup/memory.max", encoding: .utf8),
      let group = Double(text.trimmingCharacters(in: .whitespacesAndNewlines))
    {
      bytes = min(bytes, group)
    }
    return bytes
  }
}
