// Hamiltonian Monte Carlo: proposals far away that are accepted nearly always.
//
//   H(x, p) = -log p(x) + |p|^2 / 2,   each step starts with a new p ~ N(0, I)
//   leapfrog, L times:   p <- p + eps / 2 grad log p(x),   x <- x + eps p,
//                        p <- p + eps / 2 grad log p(x)
//   accepted with probability min(1, exp(H before - H after))
//
// The leapfrog is reversible and keeps volumes, so nothing else is needed; its error in H goes with
// eps^2. r_hat is close to 1 where all chains have forgotten their starts.
// Sources: Duane et al. (1987); Neal, MCMC using Hamiltonian dynamics (2011).
//
//   leat run examples/algorithms/hmc.mlir
//   leat run examples/algorithms/hmc.mlir --set eps=0.3 --set leaps=10
//   leat run examples/algorithms/hmc.mlir --entry leapfrog --input x=[1,0] --input p=[0,1]
leat.model @hmc {
  config @D = 2             config @chains = 20
  config @steps = 1000      config @burn_in = 100
  config @eps = 0.6         config @leaps = 5
  state @rng = seed

  // The target, up to a constant: here N(0, diag(4, 1)), bent to a banana along its first axis.
  // Its mean is 0 and its covariance diag(4, 3).
  func @log_p(%x: f64[D]) -> (l: f64) {
    %bent = let %x[1] + 0.25 * (%x[0] ** 2 - 4)
    %l = let -(%x[0] ** 2 / 4 + %bent ** 2) / 2
    return %l }

  func @energy(%x: f64[D], %p: f64[D]) -> (H: f64) {
    %H = let sum(%p ** 2) / 2 - @log_p(%x)
    return %H }
  func @force(%x: f64[D]) -> (force: f64[D]) {
    %l, %g = grad @log_p(%x) wrt(x)
    return %g }
  // Half steps of p that meet are one whole step.
  func @leapfrog(%x: f64[D], %p: f64[D]) -> (x: f64[D], p: f64[D]) {
    %half = let %p + eps / 2 * @force(%x)
    %y, %q = for %i = 1 to leaps carry(%y = %x, %q = %half) {
      %there = let %y + eps * %q
      %faster = let %q + eps * @force(%there)
      yield %there, %faster }
    %end = let %q - eps / 2 * @force(%y)
    return %y, %end }
  func @step(%x: f64[D]) -> (x: f64[D], accepted: f64) {
    %p = normal @rng : f64[D]
    %u = uniform @rng : f64
    %y, %q = call @leapfrog(%x, %p)
    %accept = let log(%u) < @energy(%x, %p) - @energy(%y, %q)
    %next = let where(%accept, %y, %x)
    %accepted = let f64(%accept)
    return %next, %accepted }

  func @main() -> (mean: f64[D], cov: f64[D, D], acceptance: f64, r_hat: f64[D],
                   samples: f64[T, chains, D]) {
    %start = normal @rng : f64[chains, D]
    %x, %path, %accepted = for %t = 1 to steps carry(%x = %start) {
      %next, %a = vmap @step(%x) in_axes(0)
      yield %next stack(%next, %a) }
    %samples = slice %path, axis = 0, start = burn_in
    %rows = reshape %samples, shape = [-1, D]
    %mean = mean %rows, axis = 0
    %cov = let cov(transpose(%rows))
    %acceptance = mean %accepted
    %within = let mean(var(%samples, axis = 0), axis = 0)
    %between = let var(mean(%samples, axis = 0), axis = 0, unbiased = true)
    %r_hat = let sqrt(1 + %between / %within)
    return %mean, %cov, %acceptance, %r_hat, %samples }
}
