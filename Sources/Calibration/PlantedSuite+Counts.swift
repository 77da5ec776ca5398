import Foundation

extension PlantedSuite {
  private static let noises: [PlantedNoise] = [
    .binomial, .beta(50), .beta(9), .growing(from: 200, to: 9), .growing(from: 9, to: 200), .allOrNothing,
  ]

  /// Counts whose limit is ε exactly: no verdict is right.
  static let counts: [PlantedCell] = designs.flatMap { design in
    Self.noises.flatMap { noise in
      ([.constant(0.05)] + PlantedLaw.floors(0.05, PlantedLaw.decays, amplitude: 0.3)).map {
        count("o(1), counts, limit ε = 0.05", $0, noise, design, .boundary)
      }
    }
  }

  /// Counts whose dispersion jumps at the largest scale, which twenty runs may not show.
  static let jumps: [PlantedCell] = designs.flatMap { design in
    [PlantedLaw.constant(0.05)] + PlantedLaw.floors(0.05, PlantedLaw.decays.suffix(1), amplitude: 0.3)
  }.enumerated().map { index, law in
    count(
      "o(1), counts, limit ε = 0.05", law, .jump(from: 500, to: 3), designs[index / 2], .boundary,
      brokenAssumption: "dispersion does not jump at the largest scale")
  }

  /// Floors at or above the materiality plus a decaying term; a log-log slope calls these laws decaying.
  static let floors: [PlantedCell] = {
    let decays = PlantedLaw.decays
    let noises: [PlantedNoise] = [.binomial, .beta(50), .beta(9)]
    let high = designs.flatMap { design in
      noises.flatMap { noise in
        PlantedLaw.floors(0.1, decays, amplitude: 0.3).map {
          count("o(1), counts, floor 0.1 above ε = 0.05", $0, noise, design, .fails)
        }
      }
    }
    let fine = [0.02, 0.03, 0.05].flatMap { floor in
      [PlantedNoise.binomial, .beta(50)].flatMap { noise in
        PlantedLaw.floors(floor, decays, amplitude: 0.3).map {
          count(
            "o(1), counts, floor \(floor) at ε = 0.02", $0, noise, .deep, floor == 0.02 ? .boundary : .fails,
            materiality: 0.02)
        }
      }
    }
    return high + fine
  }()

  /// Laws by a margin, with the power that the calibration runs of the specification, §10, list for designs A and B.
  static let countPower: [PlantedCell] = {
    let group = "o(1), counts, by a margin"
    typealias Row = (law: PlantedLaw, noise: PlantedNoise, truth: PlantedCell.Truth, listed: (Double?, Double?))
    func law(_ text: String, _ value: @escaping @Sendable (Double, Double) -> Double) -> PlantedLaw {
      PlantedLaw(text, value)
    }
    let rows: [Row] = [
      (.constant(0), .binomial, .holds, (100, 100)),
      (law("0.2·x^−1") { x, _ in 0.2 / x }, .beta(50), .holds, (100, 100)),
      (law("0.5·e^−(x−1)") { x, _ in 0.5 * exp(1 - x) }, .beta(50), .holds, (100, 100)),
      (law("0.8·e^−(x−1)/2") { x, _ in 0.8 * exp((1 - x) / 2) }, .binomial, .holds, (100, 100)),
      (law("0.5·e^−2(√x−1)") { x, _ in 0.5 * exp(2 - 2 * x.squareRoot()) }, .beta(9), .holds, (nil, nil)),
      (law("0.3·x^−½") { x, _ in 0.3 / x.squareRoot() }, .beta(50), .holds, (0, 19)),
      (law("0.3·x^−½") { x, _ in 0.3 / x.squareRoot() }, .binomial, .holds, (73, 98)),
      (law("0.02 + 0.3·x^−1") { x, _ in 0.02 + 0.3 / x }, .beta(50), .floor, (nil, nil)),
      (law("0.3·x^−¼") { x, _ in 0.3 * pow(x, -0.25) }, .beta(50), .holds, (nil, nil)),
      (law("0.3·x^−¼") { x, _ in 0.3 * pow(x, -0.25) }, .binomial, .holds, (nil, nil)),
      (.constant(0.1), .beta(50), .fails, (50, 52)),
      (.constant(0.3), .beta(50), .fails, (99, 100)),
      (law("0.1·x^½") { x, _ in 0.1 * x.squareRoot() }, .beta(50), .fails, (99, 100)),
      (.constant(1), .binomial, .fails, (100, 100)),
      (law("1 − 0.3·x^−2") { x, _ in 1 - 0.3 / (x * x) }, .beta(50), .fails, (nil, nil)),
      (law("0.2 + 0.3·x^−1") { x, _ in 0.2 + 0.3 / x }, .beta(50), .fails, (8, 19)),
      (law("0.2 + 0.3·x^−1") { x, _ in 0.2 + 0.3 / x }, .binomial, .fails, (15, 72)),
      (law("0.1 + 0.9·e^−(x/4)^1.5") { x, _ in 0.1 + 0.9 * exp(-pow(x / 4, 1.5)) }, .beta(50), .fails, (nil, nil)),
    ]
    let plain = rows.flatMap { row in
      zip(designs, [row.listed.0, row.listed.1]).map { design, listed in
        count(group, row.law, row.noise, design, row.truth, listedPower: listed)
      }
    }
    let slow = law("0.8/ln d") { _, d in 0.8 / log(d) }
    let twoPhase = law("0.5·x^−3 + 0.3·x^−¼") { x, _ in 0.5 / (x * x * x) + 0.3 * pow(x, -0.25) }
    let longPhase = law("0.5·x^−1.5 + 0.3·x^−0.3") { x, _ in 0.5 * pow(x, -1.5) + 0.3 * pow(x, -0.3) }
    let conceded: [(PlantedLaw, PlantedNoise, (Double, Double))] = [
      (slow, .beta(50), (0, 1)), (twoPhase, .beta(50), (0, 0)), (longPhase, .binomial, (0, 3)),
    ]
    let slowDecays = conceded.flatMap { law, noise, rate in
      zip(designs, [rate.0, rate.1]).map { design, conceded in
        count("o(1), counts, slow true decays", law, noise, design, .holds, concededRefutations: conceded)
      }
    }
    let tail = law("0.05 + 0.3·x^−3 + 0.2·x^−½") { x, _ in 0.05 + 0.3 / (x * x * x) + 0.2 / x.squareRoot() }
    let raised = law("0.1 + 0.3·x^−3 + 0.2·x^−½") { x, _ in 0.1 + 0.3 / (x * x * x) + 0.2 / x.squareRoot() }
    let dense = [twoPhase, longPhase].flatMap { law in
      [PlantedNoise.binomial, .beta(50), .beta(500)].map {
        count("o(1), counts, slow true decays", law, $0, .dense, .holds)
      }
    }
    let late = designs.flatMap { design in
      [0.02, 0.05].map { rate in
        count(
          "o(1), counts, slow true decays",
          law("0.9·e^−\(rate)(x−1)") { x, _ in 0.9 * exp(-rate * (x - 1)) }, .beta(50), design, .holds)
      }
    }
    let phases = designs.flatMap { design in
      [PlantedNoise.binomial, .beta(50)].flatMap { noise in
        [
          count("o(1), counts, two phases above a floor", tail, noise, design, .boundary),
          count("o(1), counts, two phases above a floor", raised, noise, design, .fails),
        ]
      }
    }
    let lucky = designs.map { design in
      PlantedCell(
        "Ω(1), counts", "1, but 3 % of runs are 0", design, .bigOmega, .holds, kind: .count(trials: design.trials),
        listedPower: 100
      ) { draws in
        design.fill { _ in draws.uniform() <= 0.03 ? 0 : Double(design.trials) }
      }
    }
    let swapped = designs.flatMap { design in
      PlantedLaw.floors(0.05, PlantedLaw.decays, amplitude: 0.3).map {
        count("Ω(1), counts, limit ε = 0.05", $0, .beta(50), design, .boundary, .bigOmega)
      }
    }
    return plain + slowDecays + dense + late + phases + lucky + swapped
  }()
}
