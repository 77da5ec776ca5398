import CKernels

/// The room for a batch of images, and what a forward pass computed there.
struct Workspace: ~Copyable {
  /// The most images of a batch.
  let capacity: Int
  /// The number of rows of an image.
  let patches: Int
  /// The rows of all patches, the ReLU outputs by panel, and the multiples of rows that a step adds.
  let rows, responses, coefficients: UnsafeMutablePointer<Float>
  /// The numbers of the rows, as the kernel reads them.
  let order: UnsafeMutablePointer<Int32>
  /// Standardised features, and the derivative of the loss by them.
  let features, pulls: UnsafeMutablePointer<Float>
  /// Outputs, and the derivative of the loss by them.
  let outputs: UnsafeMutablePointer<Float>

  init(_ net: borrowing PatchNet, capacity: Int) {
    self.capacity = capacity
    patches = net.shape.patches
    let count = capacity * patches
    rows = Self.zeros(count * net.shape.stride)
    responses = Self.zeros(count * net.width)
    coefficients = Self.zeros(count * PatchNet.lanes)
    order = UnsafeMutablePointer<Int32>.allocate(capacity: count)
    for index in 0..<count { order[index] = Int32(index) }
    features = Self.zeros(capacity * net.width)
    pulls = Self.zeros(capacity * net.width)
    outputs = Self.zeros(capacity * net.labels)
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<Float> {
    let pointer = UnsafeMutablePointer<Float>.allocate(capacity: max(1, count))
    pointer.initialize(repeating: 0, count: max(1, count))
    return pointer
  }

  deinit {
    for pointer in [rows, responses, coefficients, features, pulls, outputs] { pointer.deallocate() }
    order.deallocate()
  }
}
