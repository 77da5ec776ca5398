/// Whether a result agrees to relative 10⁻⁹, or to absolute 10⁻¹² where the exact value is 0 or 1.
func agrees(_ value: Double, _ expected: Double) -> Bool {
  if expected == 0 || expected == 1 { return abs(value - expected) <= 1e-12 }
  return abs(value / expected - 1) <= 1e-9
}
