// Gibbs sampling: each coordinate in turn is drawn given all others.
//
//   x_i ~ p(x_i | x_1, ..., x_i-1, x_i+1, ..., x_D),   i = 1 ... D, again and again
//   of N(mu, S), with the precisions L = S^-1:
//   x_i | the others ~ N(mu_i - sum_{j <> i} L_ij (x_j - mu_j) / L_ii,  1 / L_ii)
//
// No proposal is refused; but where coordinates depend strongly on each other the steps are short,
// and the chain forgets its start slowly: `lag1` is its correlation from one sweep to the next.
// Source: Geman and Geman (1984); Bishop, Pattern Recognition and Machine Learning, section 11.3.
//
//   leat run examples/algorithms/gibbs.mlir
//   leat run examples/algorithms/gibbs.mlir --input mu=[0,0] --input S=[[1,0.9],[0.9,1]]
leat.model @gibbs {
  config @chains = 50
  config @sweeps = 2000     config @burn_in = 100
  state @rng = seed

  // A draw of coordinate i of %x given the others: this is what another target changes.
  func @draw(%i: i64, %x: f64[D], %mu: f64[D], %L: f64[D, D]) -> (xi: f64) {
    %row = let %L[%i]
    %precision = let %row[%i]
    %mean = let %x[%i] - sum(%row * (%x - %mu)) / %precision
    %z = normal @rng : f64
    %xi = let %mean + %z / sqrt(%precision)
    return %xi }
  func @sweep(%x: f64[D], %mu: f64[D], %L: f64[D, D]) -> (x: f64[D]) {
    %k = iota shape = [D], dtype = i64
    %next = for %i = 1 to D carry(%y = %x) {
      %xi = let @draw(%i - 1, %y, %mu, %L)
      %changed = let where(%k == %i - 1, %xi, %y)
      yield %changed }
    return %next }

  func @main(%mu: f64[D] = [1, -1, 0], %S: f64[D, D] = [[2, 1, 0], [1, 1, 0.5], [0, 0.5, 1]])
      -> (mean: f64[D], cov: f64[D, D], lag1: f64[D], samples: f64[T, chains, D]) {
    %L = inverse %S
    %start = normal @rng : f64[chains, D]
    %x, %path = for %t = 1 to sweeps carry(%x = %start) {
      %next = vmap @sweep(%x, %mu, %L) in_axes(0, none, none)
      yield %next stack(%next) }
    %samples = slice %path, axis = 0, start = burn_in
    %rows = reshape %samples, shape = [-1, D]
    %mean = mean %rows, axis = 0
    %cov = let cov(transpose(%rows))
    %e = let %samples - %mean
    %together = let slice(%e, axis = 0, start = 1) * slice(%e, axis = 0, stop = -1)
    %lag1 = let mean(%together, axis = [0, 1]) / mean(%e ** 2, axis = [0, 1])
    return %mean, %cov, %lag1, %samples }
}
