// PET-9.27: Lipschitz constants of a ReLU network with one hidden layer.
//
//   f(x) = W2 relu(W1 x + b1):   L <= ||W2||_2 ||W1||_2
//   L <= max over s in {0, 1}^H of ||W2 diag(s) W1||_2
//   near x: ||J(x)||_2 = ||W2 diag(s(x)) W1||_2,   s(x) = [W1 x + b1 > 0]
//
// Source: Introduction to Deep Learning Theory, exercise 9.27. The maximum over all 2^H patterns s
// of active units, whether an input has them or not, lies between the constants of the network and
// of the product.
leat.model @lipschitz {
  // The largest singular value, root of the largest eigenvalue of A^T A.
  func @spectral_norm(%A: f64[R, C]) -> (s: f64) {
    %s = let sqrt(max(eigh_values(matmul(transpose(%A), %A))))
    return %s }
  func @f(%x: f64[n], %W1: f64[H, n], %b1: f64[H], %W2: f64[m, H]) -> (y: f64[m]) {
    %y = let linear(relu(linear(%x, %W1, %b1)), %W2)
    return %y }
  func @pattern_max(%W1: f64[H, n], %W2: f64[m, H]) -> (largest: f64) {
    %unit = iota shape = [H], dtype = i64
    %last = let shift_left(1, i64(H)) - 1
    %zero = full 0 : f64
    %largest = for %pattern = 0 to %last carry(%best = %zero) {
      %s = let f64(mod(shift_right(%pattern, %unit), 2))       // a unit for each bit
      %here = let @spectral_norm(matmul(%W2 * %s, %W1))
      %better = maximum %best, %here
      yield %better }
    return %largest }
  func @main(%W1: f64[H, n], %b1: f64[H], %W2: f64[m, H], %x: f64[n])
      -> (product_bound: f64, pattern_max: f64, local: f64) {
    %product = let @spectral_norm(%W2) * @spectral_norm(%W1)
    %pattern_max = call @pattern_max(%W1, %W2)
    %J = jacobian @f(%x, %W1, %b1, %W2) wrt(x)
    %local = call @spectral_norm(%J)
    return %product, %pattern_max, %local }
}
