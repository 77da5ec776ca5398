import ClaimKit
import Experiments
import MultiView
import MultiViewClaims
import TestSupport
import Testing

@testable import Planning
@testable import Training
@testable import Trials
@testable import Verification

/// Planning and reading of claims about read-outs, fine-tuning and finite training sets.
@Suite struct StageTests {
  /// A claim with two arms and two further companions, read with the probe during fine-tuning.
  struct StagedClaim: Claim {
    let source = Source("Staged", .chosen)
    let title = "Staged"
    let says = "Staged."
    var isRead = true

    static let few = Arm(.fine, samplesPerSubclass: .one)
    static let many = Arm(.fine, samplesPerSubclass: .log)

    var statement: [Clause] {
      ForEvery(.T, from: .start, to: .poly(.d)) {
        Conclude(.under(Self.few, .error(on: .hard, by: isRead ? .probe : .max)), is: .bigOmega(1))
        Conclude(.difference(of: .error(on: .easy), under: Self.few, minus: Self.many), is: .bigOmega(1))
      }
    }

    var standIn: StandIn {
      StandIn(
        regime: .standard,
        window: Window(.steps(4), thenFinetuning: 3, readFrom: .firstStep, because: "a test"),
        materialities: conclusions.map { Materiality(of: $0.quantity, 0.1, because: "a test") })
    }

    var companions: [Arm] { [Arm(.misaligned), Arm(.split(into: 3)), Self.few] }

    var controls: [Control] {
      Control("swapped", refutes: conclusions[0].quantity, because: "a test", changing: Self.few) {
        $0.samplesPerSubclass = .log
      }
      Control("longer", refutes: conclusions[0].quantity, because: "a test") {
        $0.window.continuation = Window.Continuation(steps: 9, words: "fine-tuning on coarse labels")
      }
    }
  }

  let design = Design(scales: [32, 64], runs: 2)
  var entry: ClaimEntry { ClaimEntry(folder: "Toys", claim: StagedClaim()) }

  /// An arm uses the most expensive read-out that a conclusion needs, and a companion the first that its labels define.
  @Test func armsTakeTheReadoutsAskedOfThem() throws {
    let study = try Study(StagedClaim(), control: nil, design: design)
    #expect(study.arms == StagedClaim().arms + [Arm(.misaligned), Arm(.split(into: 3))])
    func readouts(_ arm: Arm) -> Set<Readout?> { Set(study.trials(of: arm).joined().map(\.readout)) }
    #expect(readouts(StagedClaim.few) == [.probe])
    #expect(readouts(StagedClaim.many) == [nil])
    #expect(readouts(Arm(.misaligned)) == [.probe])
    #expect(readouts(Arm(.split(into: 3))) == [nil])
  }

  /// N is 2k times the law of samples per subclass, and a control can replace the law.
  @Test func trainingSetsFollowTheirLaw() throws {
    let study = try Study(StagedClaim(), control: nil, design: design)
    // k is 6 at d = 32 and 9 at d = 64.
    #expect(study.trials(of: StagedClaim.few).map { $0[0].parameters.sourceSize } == [12, 18])
    #expect(study.trials(of: StagedClaim.many).map { $0[0].parameters.sourceSize } == [42, 75])
    #expect(study.trials(of: Arm(.misaligned)).map { $0.map(\.parameters.sourceSize) } == [[], [0, 0]])
    let swapped = try Study(StagedClaim(), control: StagedClaim().controls[0], design: design)
    #expect(swapped.trials(of: StagedClaim.few).map { $0[0].parameters.sourceSize } == [42, 75])
  }

  @Test func fineTuningIsPlannedAndRegistered() throws {
    let study = try Study(StagedClaim(), control: nil, design: design)
    #expect(study.allTrials.allSatisfy { $0.finetuning == 3 && $0.schedule == .steps(4) })
    let longer = try Study(StagedClaim(), control: StagedClaim().controls[1], design: design)
    #expect(longer.allTrials.allSatisfy { $0.finetuning == 9 })
    // The control refutes a conclusion on one arm. The other arm decides nothing, so only its largest scale is trained.
    #expect(longer.trials(of: StagedClaim.few).map(\.count) == [2, 2])
    #expect(longer.trials(of: StagedClaim.many).map(\.count) == [0, 2])
    #expect(study.trials(of: StagedClaim.many).map(\.count) == [2, 2])
    let plan = try Plan([entry], design: design)
    let text = Registration(of: try #require(plan.claims.first)).text
    #expect(text.contains("then 3 steps of fine-tuning") && text.contains("then 9 steps of fine-tuning"))
    #expect(text.contains("by probe") && text.contains("N/(2k) = ln d"))
    var other = StagedClaim()
    other.isRead = false
    let unread = try Plan([ClaimEntry(folder: "Toys", claim: other)], design: design)
    #expect(Registration(of: try #require(unread.claims.first)).digest != Registration(of: plan.claims[0]).digest)
  }

  /// An arm can fine-tune a new head on N = 2k times a law of samples per subclass, and a control can change it.
  @Test func newHeadsFollowTheirArm() throws {
    struct Headed: Claim {
      let source = Source("Headed", .chosen)
      let title = "Headed"
      let says = "Headed."
      static let arm = Arm(.fine, then: .full(samplesPerSubclass: .log))
      var statement: [Clause] {
        Conclude(.under(Self.arm, .observed(.hiddenMotion)), is: .bigOmega(1))
      }
      var standIn: StandIn {
        StandIn(
          regime: .wideBatch, window: .finetuning,
          materialities: conclusions.map { Materiality(of: $0.quantity, 0.1, because: "a test") })
      }
      var controls: [Control] {
        Control("frozen", refutes: conclusions[0].quantity, because: "a test", changing: Self.arm) {
          $0.head = .frozen(samplesPerSubclass: .one)
        }
      }
    }
    func heads(_ study: Study) -> [NewHead?] { study.trials(of: Headed.arm).map { $0[0].network.newHead } }
    let claim = Headed()
    let study = try Study(claim, control: nil, design: design)
    #expect(heads(study) == [42, 67].map { NewHead(.full, on: TuningSet(samples: $0)) })
    #expect(study.trials(of: Headed.arm).map { $0[0].parameters.batch } == [192, 256])
    let frozen = try Study(claim, control: claim.controls[0], design: design)
    #expect(heads(frozen) == [12, 16].map { NewHead(.frozen, on: TuningSet(samples: $0)) })
    let plan = try Plan([ClaimEntry(folder: "Toys", claim: claim)], design: design)
    let text = Registration(of: try #require(plan.claims.first)).text
    #expect(text.contains("full new head on N\\/(2k) = ln d") || text.contains("full new head on N/(2k) = ln d"))
    #expect(text.contains("frozen new head on N"))
    // Without a new head nothing is fine-tuned whose motion could be measured.
    let setup = try #require(study.world(of: Headed.arm).setup as? MultiViewSetup)
    #expect(setup.lack(for: .hiddenMotion, in: study.allTrials[0]) == nil)
    let plain = try Study(StagedClaim(), control: nil, design: design)
    #expect(setup.lack(for: .hiddenMotion, in: plain.allTrials[0]) != nil)
  }

  /// A quantity that names no arm belongs to the claim's only arm, also in controls.
  @Test func theOneArmOfAClaimIsTrainedAtEveryScale() throws {
    struct OneArm: Claim {
      let source = Source("One", .chosen)
      let title = "One"
      let says = "One."
      var statement: [Clause] {
        Given(labels: .coarse)
        Conclude(.error(on: .hard), is: .bigOmega(1))
      }
      var standIn: StandIn {
        StandIn(
          regime: .standard, window: Window(.steps(2), readFrom: .end, because: "a test"),
          materialities: [Materiality(of: .error(on: .hard), 0.1, because: "a test")])
      }
      var companions: [Arm] { [.fine] }
      var controls: [Control] {
        Control("other seeds", refutes: .error(on: .hard), because: "a test") { $0.seedOffset = 500 }
      }
    }
    let study = try Study(OneArm(), control: OneArm().controls[0], design: design)
    #expect(study.trials(of: .coarse).map(\.count) == [2, 2] && study.trials(of: .fine).map(\.count) == [0, 2])
    #expect(study.decides(OneArm().conclusions[0]))
  }

  /// With fine-tuning, either all its checkpoints or only the last are read, but never those of pretraining.
  @Test func fineTuningIsWhatIsRead() throws {
    let study = try Study(StagedClaim(), control: nil, design: design)
    let trial = study.trials(of: StagedClaim.few)[0][0]
    func checkpoint(_ time: Int, _ hard: Double) -> Checkpoint {
      var checkpoint = ToyTrainer.checkpoint(time: time, easy: 0, hard: 0)
      checkpoint.probe = TestErrors(easy: 0, hard: hard, undecided: time == 6 ? 4 : 0)
      return checkpoint
    }
    let network = NetworkTrace(
      heads: 2, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
      timeToFit: nil,
      checkpoints: [checkpoint(1, 90), checkpoint(4, 80)],
      finetuning: [checkpoint(5, 10), checkpoint(6, 30), checkpoint(7, 20)], work: 0)
    let trace = Trace(network, of: trial.network)
    let reader = RunReader(trial: trial, trace: trace, window: study.claim.standIn.window)
    #expect(reader.times == [5, 6, 7])
    #expect(reader.extreme(of: .error(on: .hard, by: .probe), largest: true) == 32)
    #expect(reader.extreme(of: .error(on: .hard, by: .probe), largest: false) == 10)
    #expect(reader.extreme(of: .error(on: .hard, by: .marginal), largest: true) == nil)
    var end = study.claim.standIn.window
    end.start = .end
    #expect(RunReader(trial: trial, trace: trace, window: end).times == [7])
  }

  /// A survey holds every arm at the largest scale, in the claim's own world and in controls that change all arms.
  @Test func companionsAreSurveyed() async throws {
    let plan = try Plan([entry], design: design)
    let runner = TrialRunner(archive: nil, jobs: 1) { trial, _ throws(TrainingError) in
      var checkpoint = ToyTrainer.checkpoint(time: 7)
      let errors = TestErrors(easy: 5, hard: Double(trial.heads), undecided: 0)
      checkpoint.probe = errors
      if trial.labels.knowsSuperclasses { (checkpoint.easyErrors, checkpoint.hardErrors) = (errors.easy, errors.hard) }
      return NetworkTrace(
        heads: trial.heads, aliveNeurons: 1, certificate: Certificate(delta: 0, multiplier: 0, screened: 0, met: true),
        timeToFit: nil, checkpoints: [], finetuning: [checkpoint], work: 1)
    }
    let finding = try #require(try await runner.findings(on: plan, isFamily: true).first)
    #expect(finding.surveys.map { $0.control?.name } == [nil, "longer"])
    let survey = finding.surveys[0]
    #expect(survey.scale == 64)
    #expect(survey.entries.map(\.place.number) == [9, 18, 18, 54])
    #expect(survey.entries.map(\.place.family) == ["misaligned", "aligned", "aligned", "aligned"])
    #expect(survey.entries[0].place.readout == "probe")
    #expect(survey.entries[3].errors["hard"] == [54.0 / 500, 54.0 / 500])
    #expect(survey.entries[3].errors["easy"] == [0.01, 0.01])
  }
}
