import MultiView

// What claim files use of the paper's model, so that they need not import it.

/// A named family of models.
public typealias Regime = MultiView.Regime
/// A parameter of the model.
public typealias RegimeParameter = MultiView.RegimeParameter
/// A sample of the data.
public typealias Sample = MultiView.Sample
/// How a superclass is read off the outputs.
public typealias Readout = MultiView.Readout
/// The orthonormal system of the features.
public typealias Frame = MultiView.Frame
/// A defect that is planted into the trainer or the generator.
public typealias Fault = MultiView.Fault
