// A type that is written decides what numbers alone are, also after --set.
leat.model @typed {
  config @a = 2.0
  func @main(%x: f64[N]) -> (y: f64, z: f64) {
    %n = let N : f64
    %y = let %n * a * sum(%x)
    %z = let N / a : f64
    return %y, %z }
}
