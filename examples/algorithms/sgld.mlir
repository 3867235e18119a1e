// Stochastic gradient Langevin dynamics: samples of a posterior from mini-batches.
//
//   w <- w + e_t / 2 g + sqrt(e_t) z,   z ~ N(0, I),   e_t = a (b + t)^-gamma
//   g = grad log p(w) + N / n sum over n examples of grad log p(y_i | x_i, w)
//
// No step is refused: the samples are exact only as e_t goes to 0. `mean` and `cov` weight each w
// by its e_t. Here the model is a Bayesian linear regression, of which @exact gives the posterior.
// With a fixed step (gamma = 0) and all examples in each batch, w has in the long run the
// covariance (A - e A^2 / 4)^-1, A being the inverse of the posterior's.
// Source: Welling and Teh, Bayesian learning via stochastic gradient Langevin dynamics (2011).
//
//   leat run examples/algorithms/sgld.mlir
//   leat run examples/algorithms/sgld.mlir --entry sample --input X=X.npy --input y=y.npy
leat.model @sgld {
  config @examples = 200    config @features = 3   // of the data that @main makes
  config @batch = 50
  config @steps = 20000     config @burn_in = 1000
  config @a = 0.005         config @b = 100        config @gamma = 0.55
  config @noise = 0.5       config @prior = 10     // standard deviations
  state @rng = seed

  func @log_prior(%w: f64[D]) -> (l: f64) {
    %l = let -sum(%w ** 2) / (2 * prior ** 2)
    return %l }
  func @log_likelihood(%w: f64[D], %X: f64[n, D], %y: f64[n]) -> (l: f64) {
    %l = let -sum((%y - linear(%w, %X)) ** 2) / (2 * noise ** 2)
    return %l }
  func @log_posterior(%w: f64[D], %X: f64[n, D], %y: f64[n], %scale: f64) -> (l: f64) {
    %l = let @log_prior(%w) + %scale * @log_likelihood(%w, %X, %y)
    return %l }

  func @sample(%X: f64[N, D], %y: f64[N]) -> (mean: f64[D], cov: f64[D, D], samples: f64[T, D]) {
    %start = full 0 : f64[D]
    %last, %path, %sizes = for %t = 1 to steps carry(%w = %start) {
      %order = permutation @rng : i64[N]
      %i = slice %order, axis = 0, stop = batch
      %Xi = let %X[%i]      %yi = let %y[%i]
      %z = normal @rng : f64[D]
      %e = let a * (b + f64(%t)) ** (-gamma)
      %scale = let N / batch : f64
      %l, %g = grad @log_posterior(%w, %Xi, %yi, %scale) wrt(w)
      %next = let %w + %e / 2 * %g + sqrt(%e) * %z
      yield %next stack(%next, %e) }
    %samples = slice %path, axis = 0, start = burn_in
    %e = slice %sizes, axis = 0, start = burn_in
    %weight = let unsqueeze(%e / sum(%e), axis = 1)
    %mean = let sum(%weight * %samples, axis = 0)
    %d = let %samples - %mean
    %cov = let matmul(%d, %weight * %d, transpose_lhs = true)
    return %mean, %cov, %samples }

  func @exact(%X: f64[N, D], %y: f64[N]) -> (mean: f64[D], cov: f64[D, D]) {
    %I = eye count = D, dtype = f64
    %A = let matmul(%X, %X, transpose_lhs = true) / noise ** 2 + %I / prior ** 2
    %cov = inverse %A
    %mean = let sum(%cov * (sum(%X * unsqueeze(%y, axis = 1), axis = 0) / noise ** 2), axis = 1)
    return %mean, %cov }

  func @main() -> (mean: f64[features], cov: f64[features, features],
                   exact_mean: f64[features], exact_cov: f64[features, features]) {
    %X = normal @rng : f64[examples, features]
    %w = normal @rng : f64[features]
    %z = normal @rng : f64[examples]
    %y = let linear(%w, %X) + noise * %z
    %mean, %cov, %samples = call @sample(%X, %y)
    %exact_mean, %exact_cov = call @exact(%X, %y)
    return %mean, %cov, %exact_mean, %exact_cov }
}
