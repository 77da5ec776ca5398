import Foundation

/// The primitive vectors of the decision procedure, read from the copy beside the decision tests.
struct PrimitiveVectors: Decodable {
  struct Limits: Decodable {
    let k: Double
    let n: Double
    let alpha: Double
    let a: Double?
    let b: Double?
    let lower: Double
    let upper: Double
  }

  struct Tails: Decodable {
    let k: Double
    let n: Double
    let p: Double
    let le: Double
    let ge: Double
  }

  struct Adjustment: Decodable {
    let p: [Double]
    let adjusted: [Double]
  }

  struct Groups: Decodable {
    let groups: [[Double]]
    let J: Double
    let mean: Double
    let variance: Double
    let z: Double
    let p: Double
  }

  struct Proportions: Decodable {
    let k: [Double]
    let R: [Double]
    let t: [Double]
    let z: Double
    let p: Double
  }

  struct Wager: Decodable {
    let values: [Double]
    let bound: Double
    let lo: Double
    let hi: Double
    let below: Bool
    let p: Double
  }

  struct Floor: Decodable {
    let d: [Double]
    let kind: String
    let y: [Double]
    let w: [Double]
    let eps: Double
    let best: Double
    let c: Double
    let a: Double
    let family: String
    let floor_below_eps: Bool
    let ge: Double
    let le: Double
    let le_fast: Double
    let up: Double
    let mix: Double
    let saturated: Double
  }

  let betai: [[Double]]
  let norm_sf: [[Double]]
  let norm_ppf: [[Double]]
  let t_sf: [[Double]]
  let f_sf: [[Double]]
  let clopper_pearson: [Limits]
  let binom_effective: [Tails]
  let anytime: [Limits]
  let holm: [Adjustment]
  let jonckheere_terpstra: [Groups]
  let cochran_armitage: [Proportions]
  let bet: [Wager]
  let floor_fit: [Floor]

  private struct File: Decodable {
    let primitives: PrimitiveVectors
  }

  static func load() throws -> PrimitiveVectors {
    let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let data = try Data(contentsOf: tests.appendingPathComponent("CheckingTests/Vectors/vectors.json"))
    return try JSONDecoder().decode(File.self, from: data).primitives
  }
}

/// Whether a result agrees to relative 10⁻⁹, or to absolute 10⁻¹² where the exact value is 0 or 1.
func agrees(_ value: Double, _ expected: Double) -> Bool {
  if expected == 0 || expected == 1 { return abs(value - expected) <= 1e-12 }
  return abs(value / expected - 1) <= 1e-9
}
