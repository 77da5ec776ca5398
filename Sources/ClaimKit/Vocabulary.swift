import Experiments
import Statistics

// What claim files use of other modules, so that they need not import them.

/// A quantity that an experiment yields.
public typealias Observable = Experiments.Observable
/// The value of a setting: a number or a word.
public typealias Setting = Experiments.Setting
/// A number as a function of the scale, with its formula and reason.
public typealias Rule = Experiments.Rule
/// Any executable as an experiment.
public typealias Program = Experiments.Program
/// A small experiment written in Swift.
public typealias SwiftExperiment = Experiments.SwiftExperiment
/// The random numbers of one run.
public typealias RandomNumbers = Experiments.RandomNumbers
/// Elementary functions that give the same bits on every machine.
public typealias SameBits = Experiments.SameBits
/// A growth law: a product of powers of the scale and its logarithm.
public typealias Growth = Statistics.Growth

extension Growth {
  /// The product of two laws.
  public static func * (left: Growth, right: Growth) -> Growth { left.times(right) }

  /// The quotient of two laws.
  public static func / (left: Growth, right: Growth) -> Growth { left.times(right.power(-1)) }
}
