import Testing

@testable import Experiments

/// A process may use only as much memory as its machine, its address space and all its control groups allow.
@Suite struct MachineMemoryTests {
  @Test func everyGroupOfAProcessIsAsked() {
    let unified = MachineMemory.limitFiles(of: "0::/system.slice/job_7/step_0\n")
    #expect(
      unified == [
        "/sys/fs/cgroup/system.slice/job_7/step_0/memory.max", "/sys/fs/cgroup/system.slice/job_7/memory.max",
        "/sys/fs/cgroup/system.slice/memory.max", "/sys/fs/cgroup/memory.max",
      ])
    let separate = MachineMemory.limitFiles(of: "5:devices:/a\n4:cpuset,memory:/slurm/job_7\n1:cpu:/\n")
    #expect(
      separate == [
        "/sys/fs/cgroup/memory/slurm/job_7/memory.limit_in_bytes", "/sys/fs/cgroup/memory/slurm/memory.limit_in_bytes",
        "/sys/fs/cgroup/memory/memory.limit_in_bytes",
      ])
    #expect(MachineMemory.limitFiles(of: "").isEmpty && MachineMemory.limitFiles(of: "memory\n:").isEmpty)
  }

  @Test func theLimitIsANumberOfBytes() {
    #expect(MachineMemory.limit.isFinite && MachineMemory.limit > 1e8)
  }
}
