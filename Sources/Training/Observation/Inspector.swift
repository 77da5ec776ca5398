import MultiView
import Randomness

/// Inspects a trial's generator: compares the patches that training gets with the stated model.
///
/// Its checks rely on the stated parameters and the stated dictionary only, never on which defect is planted. Where
/// patches are legible (``SampleReader``), each sample is read by itself. Averages over samples are always compared
/// with the stated ones.
struct Inspector {
  /// Number of samples of the finite set that every inspection draws.
  private static let finiteSize = 64
  /// Number of test samples drawn together.
  private static let batch = 512

  /// The findings.
  private(set) var inspection: Inspection
  /// Approximate number of multiply–adds spent.
  private(set) var work = 0

  private let trial: NetworkTrial
  private let source: SampleSource
  private let reader: SampleReader
  private let instructions: InstructionSet
  private var noise = NoiseStatistics()
  private var fingerprints: Fingerprints
  private var classes: CategoryCounts
  private var labels: LabelCheck
  private var strengthSum = 0.0
  private var strengths = 0.0
  private var isOutOfRange = false

  /// Inspects `samples` training samples, and as many easy and as many hard test samples.
  init(of trial: NetworkTrial, samples: Int, on execution: Execution) {
    let parameters = trial.parameters
    self.trial = trial
    source = SampleSource(trial)
    reader = SampleReader(parameters: parameters, samples: samples)
    instructions = execution.instructions
    inspection = Inspection(samples: samples)
    // A finite set has only N samples; `inspectFiniteSet` checks the repetitions separately.
    let fresh = parameters.sourceSize > 0 ? min(samples, parameters.sourceSize) : samples
    fingerprints = Fingerprints(of: source)
    classes = CategoryCounts(classes: 2 * parameters.k, samples: fresh)
    labels = LabelCheck(parameters: parameters, seed: trial.seed, samples: fresh)
    inspection.coherence = max(coherence(.standard), coherence(.rotated))
    let sheet = PatchSheet(of: source)
    inspectTraining(fresh, sheet)
    for kind in Sample.Kind.allCases { inspectTests(kind, samples, sheet) }
    inspectFiniteSet(sheet)
    conclude()
  }

  // MARK: Dictionaries

  /// Returns max |⟨v_i, v_j⟩ − δ_ij| over the vectors with which samples are made in a frame.
  private mutating func coherence(_ frame: Frame) -> Double {
    let vectors =
      frame == (trial.frame ?? .standard)
      ? source.vectors
      : SampleSource(parameters: trial.parameters, seed: trial.seed, frame: frame, fault: trial.fault).vectors
    let d = vectors.dimension
    let count = vectors.features.count
    work += count * count * d / 2
    // The vectors are read by adding each feature to an empty patch, as the generator does.
    let rows = Buffer<Float>(count * d)
    rows.base.update(repeating: 0, count: count * d)
    for feature in 0..<count { vectors.add(1, of: feature, to: rows.base + feature * d) }
    var largest = 0.0
    for one in 0..<count {
      for other in 0...one {
        var product = 0.0
        for coordinate in 0..<d {
          product += Double(rows.base[one * d + coordinate]) * Double(rows.base[other * d + coordinate])
        }
        largest = max(largest, abs(product - (one == other ? 1 : 0)))
      }
    }
    return largest
  }

  // MARK: Samples

  private mutating func inspectTraining(_ samples: Int, _ sheet: borrowing PatchSheet) {
    let batchSize = trial.parameters.batch
    var averages = Sample.Kind.allCases.map { RoleAverages(of: $0, parameters: trial.parameters) }
    var defects = 0
    var batch = Batch()
    for step in 0..<((samples + batchSize - 1) / batchSize) {
      let place = SampleSource.Place.training(step: step)
      batch.fill(0..<batchSize, at: place, from: source)
      labels.open(batch, from: source)
      var first = 0
      for index in 0..<min(batchSize, samples - step * batchSize) {
        write(index, of: batch, first: &first, sheet)
        let claimed = batch.kinds[index]
        averages[claimed == .easy ? 0 : 1].add(sheet, subclass: batch.subclasses[index])
        let reading = read(sheet, index, of: batch, as: [.easy, .hard], claimed: claimed)
        if !reading.isAsStated || reading.subclass != batch.subclasses[index] { defects += 1 }
        labels.add(index, at: place, subclass: reading.subclass, isRead: reader.isLegible, sheet)
        guard let subclass = reading.subclass else { continue }
        if !reading.showsOwnCommon { inspection.hardInTraining += 1 }
        classes.add(class: subclass.superclass.rawValue * trial.parameters.k + subclass.number)
      }
    }
    inspection.compositionDefects += max(defects, averages.reduce(0) { $0 + $1.defects })
  }

  private mutating func inspectTests(_ kind: Sample.Kind, _ samples: Int, _ sheet: borrowing PatchSheet) {
    let place = SampleSource.Place.test(kind, time: 1)
    var averages = RoleAverages(of: kind, parameters: trial.parameters)
    var defects = 0
    var batch = Batch()
    for start in stride(from: 0, to: samples, by: Self.batch) {
      batch.fill(start..<min(samples, start + Self.batch), at: place, from: source)
      var first = 0
      for index in 0..<batch.count {
        write(index, of: batch, first: &first, sheet)
        averages.add(sheet, subclass: batch.subclasses[index])
        let reading = read(sheet, index, of: batch, as: [kind], claimed: kind)
        if !reading.isAsStated || reading.subclass != batch.subclasses[index] { defects += 1 }
      }
    }
    inspection.compositionDefects += max(defects, averages.defects)
  }

  /// Writes out a sample of a batch and moves `first`, the index of its first signal patch, on to the next sample.
  private mutating func write(_ index: Int, of batch: Batch, first: inout Int, _ sheet: borrowing PatchSheet) {
    let count = Int(batch.signalCounts[index])
    sheet.fill(
      batch.first + index, signals: batch.patches[first..<(first + count)], at: batch.place, from: source,
      on: instructions)
    first += count
    let features = source.readingVectors.vectors == nil ? 1 : 1 + source.features.count
    work += sheet.count * trial.parameters.d * features
  }

  /// Reads a sample and adds its strengths, its noise and its fingerprint to the statistics.
  private mutating func read(
    _ sheet: borrowing PatchSheet, _ index: Int, of batch: Batch, as kinds: [Sample.Kind], claimed: Sample.Kind
  ) -> SampleReader.Reading {
    let subclass = batch.subclasses[index]
    let reading =
      reader.isLegible
      ? reader.read(sheet, as: kinds)
      : SampleReader.Reading(
        kind: claimed, subclass: subclass, isAsStated: true, showsOwnCommon: claimed == .easy)
    addStrengths(sheet, kind: reading.kind, subclass: subclass)
    addNoise(sheet, kind: reading.kind)
    if Fingerprints.areDistinct(trial.parameters) { fingerprints.add(sheet) }
    return reading
  }

  private mutating func addStrengths(_ sheet: borrowing PatchSheet, kind: Sample.Kind, subclass: Subclass) {
    let s = trial.parameters.s
    guard reader.isLegible else {
      for position in 0..<(kind == .easy ? 2 * s : s) {
        let feature =
          position < s ? source.features.rare(subclass) : source.features.common(subclass.superclass)
        strengthSum += sheet.coefficients(position)[feature]
        strengths += 1
      }
      return
    }
    for position in 0..<sheet.count where !reader.isDominantNoise(position, in: kind) {
      guard let strength = reader.fullStrength(sheet.coefficients(position)) else { continue }
      strengthSum += strength
      strengths += 1
      if !reader.isInRange(strength) { isOutOfRange = true }
    }
  }

  /// Adds the coordinates that hold noise only.
  ///
  /// In a patch that shows no feature these are all coordinates. In other patches they are the coordinates off the
  /// features, in the standard frame only.
  private mutating func addNoise(_ sheet: borrowing PatchSheet, kind: Sample.Kind) {
    let parameters = trial.parameters
    let signals = kind == .easy ? 2 * parameters.s : parameters.s + parameters.distractors
    let off = source.readingVectors.vectors == nil ? source.features.count : parameters.d
    for position in 0..<sheet.count {
      let row = sheet.row(position)
      if reader.isDominantNoise(position, in: kind) {
        noise.add(row, scale: parameters.dominantNoise)
        continue
      }
      let isPure = reader.isLegible ? reader.showsNothing(sheet.coefficients(position)) : position >= signals
      noise.add(
        UnsafeBufferPointer(rebasing: row[(isPure ? 0 : off)...]), scale: parameters.noiseScale)
    }
  }

  // MARK: Finite sets

  /// Inspects two epochs of a small finite set drawn by the same generator, and the labels that number its samples.
  private mutating func inspectFiniteSet(_ sheet: borrowing PatchSheet) {
    guard Fingerprints.areDistinct(trial.parameters) else { return }
    let size = Self.finiteSize
    let batchSize = trial.parameters.batch
    let source = SampleSource(
      parameters: trial.parameters.withSourceSize(size), seed: trial.seed, frame: trial.frame ?? .standard,
      fault: trial.fault)
    var epochs: [[UInt64]] = [[], []]
    var numbers: [UInt64: Int] = [:]
    var batch = Batch()
    for position in 0..<(2 * size) {
      let place = SampleSource.Place.training(step: position / batchSize)
      let index = position % batchSize
      batch.fill(index..<(index + 1), at: place, from: source)
      sheet.fill(index, signals: batch.patches[...], at: place, from: source, on: instructions)
      let fingerprint = Fingerprints.whole(sheet)
      epochs[position / size].append(fingerprint)
      // A sample keeps its label from epoch to epoch.
      for label in source.labels(of: batch, under: .instance) {
        if let number = numbers[fingerprint], number != label { inspection.labelDefects += 1 }
        numbers[fingerprint] = label
      }
    }
    // No two samples share a label.
    inspection.labelDefects += size - Set(numbers.values).intersection(0..<size).count
    let members = Set(epochs[0])
    let others = Set(epochs[1])
    inspection.repetitionDefects += 2 * size - members.count - others.count
    inspection.repetitionDefects += others.subtracting(members).count
    // If both epochs have the same order, nothing was shuffled: every sample counts as a defect.
    if epochs[0] == epochs[1] { inspection.repetitionDefects += size }
  }

  // MARK: Conclusions

  private mutating func conclude() {
    let parameters = trial.parameters
    inspection.noiseDeviation = self.noise.deviation
    inspection.labelDefects += labels.defects
    inspection.labelDeviation = labels.deviation
    inspection.balanceDeviation = classes.imbalance
    inspection.repetitionDefects += fingerprints.repetitions
    guard strengths > 0 else { return }
    let spread = parameters.strengthDeviation
    let noise = parameters.noiseScale
    inspection.strengthDeviation =
      isOutOfRange
      ? Deviation.infinite
      : Deviation.mean(
        strengthSum / strengths, expected: parameters.meanStrength,
        error: ((spread * spread + noise * noise) / strengths).squareRoot(), slack: RoleAverages.rounding)
  }
}
