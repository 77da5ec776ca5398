import MultiView

extension Trainer {
  /// Trains a concentrated trial and returns its trace.
  ///
  /// - Parameter look: Looks at the session after the last step.
  /// - Throws: ``TrainingError`` as ``NetworkDemand/checked(_:memory:)``, and if the loss stops being finite.
  static func concentrate(
    _ trial: NetworkTrial, on execution: Execution, look: (borrowing ConcentratedSession) -> Void = { _ in }
  ) throws(TrainingError) -> NetworkTrace {
    _ = try NetworkDemand.checked(trial)
    var session = ConcentratedSession(trial, on: execution)
    var schedule = CheckpointSchedule(trial.schedule)
    var checkpoints: [Checkpoint] = []
    while session.time < schedule.last {
      try session.step(until: schedule.next(after: session.time))
      guard schedule.contains(session.time) else { continue }
      let checkpoint = try session.observe()
      checkpoints.append(checkpoint)
      schedule.observe(loss: checkpoint.trainingLoss, at: session.time)
    }
    var finetuning: [Checkpoint]?
    if let steps = trial.finetuning {
      let start = session.time
      let schedule = CheckpointSchedule(finetuning: steps, after: trial.schedule)
      var observed: [Checkpoint] = []
      session.finetune()
      while session.time < start + steps {
        try session.step(until: start + schedule.next(after: session.time - start))
        if schedule.contains(session.time - start) { observed.append(try session.observe()) }
      }
      finetuning = observed
    }
    look(session)
    return NetworkTrace(
      heads: trial.heads, aliveNeurons: session.aliveNeurons, certificate: session.certificate,
      timeToFit: schedule.timeToFit, census: session.census, checkpoints: checkpoints, finetuning: finetuning,
      law: session.lawCertificate, work: session.work)
  }
}
