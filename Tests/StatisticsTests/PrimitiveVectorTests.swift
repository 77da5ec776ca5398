import Statistics
import Testing

@Suite("Primitive vectors of the decision procedure")
struct PrimitiveVectorTests {
  let vectors: PrimitiveVectors

  init() throws { vectors = try PrimitiveVectors.load() }

  @Test("incomplete beta") func incompleteBeta() {
    #expect(vectors.betai.count == 14)
    for row in vectors.betai {
      #expect(agrees(IncompleteBeta.regularized(row[0], row[1], row[2]), row[3]), "\(row)")
    }
  }

  @Test("normal tail and quantile") func normal() {
    for row in vectors.norm_sf { #expect(agrees(NormalDistribution.upperTail(row[0]), row[1]), "\(row)") }
    for row in vectors.norm_ppf { #expect(agrees(NormalDistribution.quantile(row[0]), row[1]), "\(row)") }
  }

  @Test("Student t tail") func studentT() {
    for row in vectors.t_sf {
      #expect(agrees(StudentT.upperTail(row[0], degreesOfFreedom: row[1]), row[2]), "\(row)")
    }
  }

  @Test("F tail") func fisherF() {
    for row in vectors.f_sf {
      #expect(agrees(FDistribution.upperTail(row[0], numerator: row[1], denominator: row[2]), row[3]), "\(row)")
    }
  }

  @Test("Clopper–Pearson limits") func clopperPearson() {
    for row in vectors.clopper_pearson {
      let limits = Binomial.limits(row.k, of: row.n, levelPerSide: row.alpha)
      #expect(agrees(limits.lower, row.lower), "\(row)")
      #expect(agrees(limits.upper, row.upper), "\(row)")
    }
  }

  @Test("binomial tails with real counts") func realCounts() {
    for row in vectors.binom_effective {
      #expect(agrees(Binomial.atMost(row.k, of: row.n, probability: row.p), row.le), "\(row)")
      #expect(agrees(Binomial.atLeast(row.k, of: row.n, probability: row.p), row.ge), "\(row)")
    }
  }

  @Test("anytime limits") func anytime() throws {
    for row in vectors.anytime {
      let limits = AnytimeLimit.limits(
        row.k, of: row.n, level: row.alpha, priorSuccesses: try #require(row.a), priorFailures: try #require(row.b))
      #expect(agrees(limits.lower, row.lower), "\(row) gave \(limits.lower)")
      #expect(agrees(limits.upper, row.upper), "\(row) gave \(limits.upper)")
    }
  }

  @Test("Holm adjustment") func holm() {
    for row in vectors.holm {
      let adjusted = Holm.adjusted(row.p)
      #expect(zip(adjusted, row.adjusted).allSatisfy { agrees($0, $1) }, "\(row)")
    }
  }

  @Test("Jonckheere–Terpstra") func jonckheere() {
    for row in vectors.jonckheere_terpstra {
      let test = JonckheereTerpstra(row.groups)
      #expect(test.statistic == row.J)
      #expect(test.mean == row.mean)
      #expect(agrees(test.variance, row.variance), "\(row)")
      #expect(agrees(test.increase.z, row.z), "\(row)")
      #expect(agrees(test.increase.p, row.p), "\(row)")
    }
  }

  @Test("Cochran–Armitage") func cochranArmitage() {
    for row in vectors.cochran_armitage {
      let test = CochranArmitage.increase(failures: row.k, runs: row.R, scores: row.t)
      #expect(agrees(test.z, row.z), "\(row)")
      #expect(agrees(test.p, row.p), "\(row)")
    }
  }

  @Test("betting p-values") func bet() {
    for row in vectors.bet {
      let p = Bet.pValue(
        against: row.below ? .meanAtLeast : .meanAtMost,
        rounds: row.values.map { Bet.Round(value: $0, bound: row.bound) }, range: row.lo...row.hi)
      #expect(agrees(p, row.p), "\(p) instead of \(row.p)")
    }
  }

  @Test("floor fits") func floorFits() throws {
    let responses: [String: Response] = ["proportion": .proportion, "positive": .positive, "signed": .signed]
    let families: [String: DecayShape.Family] = ["power": .power, "log": .logarithmic, "exp": .exponential]
    for row in vectors.floor_fit {
      let problem = FloorProblem(
        response: try #require(responses[row.kind]), scales: row.d, means: row.y, weights: row.w, materiality: row.eps)
      let fit = try #require(FloorFit(problem))
      func compare(_ name: String, _ value: Double, _ expected: Double, within tolerance: Double = 1e-6) {
        #expect(abs(value - expected) <= tolerance, "\(row.kind) \(name): \(value) instead of \(expected)")
      }
      compare("free", fit.free, row.best)
      compare("ge", fit.floorAtLeast, row.ge)
      compare("le", fit.floorAtMost, row.le)
      compare("le_fast", fit.floorAtMostFast, row.le_fast)
      compare("up", fit.decayingOrRising, row.up)
      compare("mix", fit.mixture(), row.mix)
      compare("sat", fit.saturated, row.saturated)
      compare("c", fit.best.floor, row.c, within: 1e-4)
      compare("a", fit.best.amplitude, row.a, within: 1e-4)
      #expect(fit.best.shape.family == families[row.family])
      #expect(fit.isInside == row.floor_below_eps)
    }
  }
}
