// Metropolis-Hastings: a chain whose states have the distribution p in the long run.
//
//   y ~ q(. | x) = N(m(x), width^2 I),   m(x) = x + drift grad log p(x)
//   x' = y with probability min(1, p(y) q(x | y) / (p(x) q(y | x))), else x' = x
//
// Without drift this is the random walk of Metropolis; with drift = width^2 / 2 it is the Langevin
// algorithm MALA. r_hat compares what differs between the chains with what differs in them: it is
// close to 1 where all have forgotten their starts.
// Sources: Metropolis et al. (1953); Hastings (1970); Roberts and Tweedie (1996); Gelman and Rubin
// (1992) for r_hat.
//
//   leat run examples/algorithms/metropolis_hastings.mlir
//   leat run examples/algorithms/metropolis_hastings.mlir --set width=1.2 --set drift=0.72
leat.model @metropolis_hastings {
  config @D = 2             config @chains = 50
  config @steps = 4000      config @burn_in = 500
  config @width = 1.5       config @drift = 0
  state @rng = seed

  // The target, up to a constant: here N(0, diag(4, 1)), bent to a banana along its first axis.
  // Its mean is 0 and its covariance diag(4, 3).
  func @log_p(%x: f64[D]) -> (l: f64) {
    %bent = let %x[1] + 0.25 * (%x[0] ** 2 - 4)
    %l = let -(%x[0] ** 2 / 4 + %bent ** 2) / 2
    return %l }

  func @centre(%x: f64[D]) -> (m: f64[D]) {
    %l, %g = grad @log_p(%x) wrt(x)
    %m = let %x + drift * %g
    return %m }
  func @log_q(%to: f64[D], %from: f64[D]) -> (l: f64) {
    %l = let -sum((%to - @centre(%from)) ** 2) / (2 * width ** 2)
    return %l }
  func @step(%x: f64[D]) -> (x: f64[D], accepted: f64) {
    %z = normal @rng : f64[D]
    %u = uniform @rng : f64
    %y = let @centre(%x) + width * %z
    %ratio = let @log_p(%y) - @log_p(%x) + @log_q(%x, %y) - @log_q(%y, %x)
    %accept = let log(%u) < %ratio
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
