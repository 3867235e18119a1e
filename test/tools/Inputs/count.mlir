leat.model @count {
  func @twice(%x: f64[N]) -> (y: f64[?]) {
    %y = let concat(%x, %x)
    return %y }
  func @first(%x: f64[N]) -> (first: f64[E]) {
    %y = call @twice(%x)
    %f = let %y[iota(shape = [E], dtype = i64)]
    return %f }
  func @zeros() -> (z: f64[M]) {
    %z = full 0 : f64[M]
    return %z }
}
