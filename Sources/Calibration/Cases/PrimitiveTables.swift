import Statistics

/// Rows of statistical functions with their exact values, by the names of the format.
struct PrimitiveTables: Decodable, Sendable {
  /// Rows of plain numbers: arguments, then the value.
  let numbers: [String: [[Double]]]
  /// Clopper–Pearson and anytime limits.
  let limits: [String: [Limits]]
  /// Binomial tails with real counts.
  let tails: [Tails]
  /// Holm's adjustment.
  let adjustments: [Adjustment]
  /// Jonckheere–Terpstra tests.
  let groups: [Groups]
  /// Cochran–Armitage tests.
  let proportions: [Proportions]
  /// Bets.
  let bets: [Wager]
  /// Fits of the decay class.
  let fits: [Fit]
  /// The names of unknown tables, with their numbers of rows.
  let unknown: [String: Int]

  struct Limits: Decodable, Sendable {
    let k: Double
    let n: Double
    let alpha: Double
    let a: Double?
    let b: Double?
    let lower: Double
    let upper: Double
  }

  struct Tails: Decodable, Sendable {
    let k: Double
    let n: Double
    let p: Double
    let le: Double
    let ge: Double
  }

  struct Adjustment: Decodable, Sendable {
    let p: [Double]
    let adjusted: [Double]
  }

  struct Groups: Decodable, Sendable {
    let groups: [[Double]]
    let J: Double
    let mean: Double
    let variance: Double
    let z: Double
    let p: Double
  }

  struct Proportions: Decodable, Sendable {
    let k: [Double]
    let R: [Double]
    let t: [Double]
    let z: Double
    let p: Double
  }

  struct Wager: Decodable, Sendable {
    let values: [Double]
    let bound: Double
    let lo: Double
    let hi: Double
    let below: Bool
    let p: Double
  }

  struct Fit: Decodable, Sendable {
    let d: [Double]
    let kind: String
    let y: [Double]
    let w: [Double]
    let eps: Double
    let relative: Bool?
    let best: Double?
    let c: Double?
    let a: Double?
    let family: String?
    let floor_below_eps: Bool?
    let ge: Double?
    let le: Double?
    let le_fast: Double?
    let up: Double?
    let mix: Double?
    let saturated: Double?
    let parameters: CaseParameters

    private enum Key: String, CodingKey {
      case d, kind, y, w, eps, relative, best, c, a, family, floor_below_eps, ge, le, le_fast, up, mix, saturated
    }

    init(from decoder: any Decoder) throws {
      let object = try decoder.container(keyedBy: Key.self)
      d = try object.decode([Double].self, forKey: .d)
      kind = try object.decode(String.self, forKey: .kind)
      y = try object.decode([Double].self, forKey: .y)
      w = try object.decode([Double].self, forKey: .w)
      eps = try object.decode(Double.self, forKey: .eps)
      relative = try object.decodeIfPresent(Bool.self, forKey: .relative)
      best = try object.decodeIfPresent(Double.self, forKey: .best)
      c = try object.decodeIfPresent(Double.self, forKey: .c)
      a = try object.decodeIfPresent(Double.self, forKey: .a)
      family = try object.decodeIfPresent(String.self, forKey: .family)
      floor_below_eps = try object.decodeIfPresent(Bool.self, forKey: .floor_below_eps)
      ge = try object.decodeIfPresent(Double.self, forKey: .ge)
      le = try object.decodeIfPresent(Double.self, forKey: .le)
      le_fast = try object.decodeIfPresent(Double.self, forKey: .le_fast)
      up = try object.decodeIfPresent(Double.self, forKey: .up)
      mix = try object.decodeIfPresent(Double.self, forKey: .mix)
      saturated = try object.decodeIfPresent(Double.self, forKey: .saturated)
      parameters = try CaseParameters(from: decoder)
    }
  }

  /// The number of arguments of each table of plain numbers, without the value.
  static let arity = ["betai": 3, "norm_sf": 1, "norm_ppf": 1, "t_sf": 2, "f_sf": 3]

  /// No rows.
  init() {
    (numbers, limits, tails, adjustments, groups) = ([:], [:], [], [], [])
    (proportions, bets, fits, unknown) = ([], [], [], [:])
  }

  /// Reads the tables that are present.
  init(from decoder: any Decoder) throws {
    let object = try decoder.container(keyedBy: Name.self)
    var numbers: [String: [[Double]]] = [:]
    for (name, arity) in Self.arity {
      guard let rows = try object.decodeIfPresent([[Double]].self, forKey: Name(name)) else { continue }
      for (index, row) in rows.enumerated() where row.count != arity + 1 {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: object.codingPath + [Name(name), Name(index)],
            debugDescription: "\(row.count) numbers, but \(arity) arguments and a value are \(arity + 1)"))
      }
      numbers[name] = rows
    }
    self.numbers = numbers
    func rows<Row: Decodable>(_ name: String, _ type: Row.Type) throws -> [Row] {
      try object.decodeIfPresent([Row].self, forKey: Name(name)) ?? []
    }
    limits = [
      "clopper_pearson": try rows("clopper_pearson", Limits.self), "anytime": try rows("anytime", Limits.self),
    ]
    tails = try rows("binom_effective", Tails.self)
    adjustments = try rows("holm", Adjustment.self)
    groups = try rows("jonckheere_terpstra", Groups.self)
    proportions = try rows("cochran_armitage", Proportions.self)
    bets = try rows("bet", Wager.self)
    fits = try rows("floor_fit", Fit.self)
    let known =
      Self.arity.keys + [
        "clopper_pearson", "anytime", "binom_effective", "holm", "jonckheere_terpstra", "cochran_armitage", "bet",
        "floor_fit",
      ]
    var unknown: [String: Int] = [:]
    for key in object.allKeys where !known.contains(key.stringValue) {
      unknown[key.stringValue] = (try? object.nestedUnkeyedContainer(forKey: key).count) ?? 1
    }
    self.unknown = unknown
  }

  private struct Name: CodingKey {
    let stringValue: String
    let intValue: Int?
    init(_ name: String) { (stringValue, intValue) = (name, nil) }
    init(_ index: Int) { (stringValue, intValue) = ("\(index)", index) }
    init?(stringValue: String) { self.init(stringValue) }
    init?(intValue: Int) { self.init(intValue) }
  }
}
