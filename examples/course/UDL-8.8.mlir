// UDL-8.8: nearly all of a ball of many dimensions is close to its surface.
//
//   share of the volume that is further out than f times the radius:   1 - f^D = -expm1(D log f)
//
// Source: Understanding Deep Learning, problem 8.8.
leat.model @shell {
  config @f = 0.99
  func @main(%Ds: i64[K] = [1, 10, 100, 300, 1000]) -> (fraction: f64[K]) {
    %fraction = let -expm1(f64(%Ds) * log(f))
    return %fraction }
}
