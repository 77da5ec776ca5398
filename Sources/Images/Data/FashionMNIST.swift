import Files
import Foundation

/// The data set Fashion-MNIST: 70,000 images of 28×28 pixels in ten classes (Xiao, Rasul and Vollgraf 2017).
package enum FashionMNIST {
  /// The environment variable that names another folder.
  package static let variable = "LITTLEO_IMAGES"

  /// The folder of the data: that of the Debian package, unless the variable names another one.
  package static let folder =
    ProcessInfo.processInfo.environment[variable].flatMap { $0.isEmpty ? nil : $0 }
    ?? "/usr/share/datasets/fashion-mnist"

  /// The command that installs the data.
  package static let command = "apt-get install dataset-fashion-mnist"

  /// Whether the four files are there.
  package static var isInstalled: Bool { (try? ImageSet.files(in: Folder(folder, on: .machine))) != nil }

  /// The names of the classes, in the order of their labels.
  package static let names = [
    "T-shirt", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot",
  ]
}
