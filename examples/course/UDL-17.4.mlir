// UDL-17.4: two ways to write the evidence lower bound.
//
//   ELBO = E_q log p(x|z) - KL(q(z) || p(z)) = log p(x) - KL(q(z) || p(z|x))
//
// Source: Understanding Deep Learning, problem 17.4, for p(z) = N(0, 1), p(x|z) = N(w z + b, s2)
// and q = N(m, v), s2 and v being variances:
//   E_q log p(x|z) = -log(2 pi s2) / 2 - ((x - w m - b)^2 + w^2 v) / (2 s2)
//   p(x) = N(b, w^2 + s2),   p(z|x) = N(P w (x - b) / s2, P), P = 1 / (1 + w^2 / s2)
// The last result is the right side.
leat.model @evidence {
  const @log_2pi = log(2 * acos(f64(-1)))
  func @log_normal(%x: f64, %mean: f64, %var: f64) -> (log_density: f64) {
    %l = let -(@log_2pi + log(%var) + (%x - %mean) ** 2 / %var) / 2
    return %l }
  func @main(%x: f64, %w: f64, %b: f64, %s2: f64, %m: f64, %v: f64)
      -> (E_loglik: f64, KL_prior: f64, log_evidence: f64, KL_posterior: f64, elbo: f64,
          evidence_minus_KL: f64) {
    %E_loglik = let @log_normal(%x, %w * %m + %b, %s2) - %w ** 2 * %v / (2 * %s2)
    %KL_prior = let kl_normal(%m, log(%v))
    %elbo = let %E_loglik - %KL_prior
    %log_evidence = let @log_normal(%x, %b, %w ** 2 + %s2)
    %P = let 1 / (1 + %w ** 2 / %s2)
    %posterior = let %P * %w * (%x - %b) / %s2
    %KL_posterior = let kl_normal(%m, log(%v), %posterior, log(%P))
    %right = let %log_evidence - %KL_posterior
    return %E_loglik, %KL_prior, %log_evidence, %KL_posterior, %elbo, %right }
}
