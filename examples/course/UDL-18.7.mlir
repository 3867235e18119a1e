// UDL-18.7: the ELBO of a diffusion model as a reconstruction less divergences.
//
//   E_q[log p(x | z_1) + sum_{t>=2} log p(z_{t-1} | z_t) / q(z_{t-1} | z_t, x)]
//     = E_{q(z_1 | x)} log p(x | z_1)
//       - sum_{t>=2} E_{q(z_t | x)} KL(q(z_{t-1} | z_t, x) | p(z_{t-1} | z_t))
//   here p(x | z_1) = N(c_1 z_1, s_1),   p(z_{t-1} | z_t) = N(c_t z_t, s_t),   all of one dimension
//
// Source: Understanding Deep Learning, problem 18.7. The answer prints q(z_{t-1} | z_t | x) for
// q(z_{t-1} | z_t, x), and leaves out the term log p(z_T) / q(z_T | x) that belongs to the ELBO.
// All is normal, and so in closed form: E (u z + w)^2 = (u m + w)^2 + u^2 v where z ~ N(m, v).
leat.model @elbo {
  // E (u z + w)^2 with z ~ N(sqrt(alpha) x, 1 - alpha), which is q(z | x).
  func @mean_square(%u: f64, %w: f64, %alpha: f64, %x: f64) -> (e: f64) {
    %e = let (%u * sqrt(%alpha) * %x + %w) ** 2 + %u ** 2 * (1 - %alpha)
    return %e }

  // E log N(x; c_1 z_1, s_1)
  func @reconstruction(%alpha: f64, %x: f64, %c: f64, %s: f64) -> (r: f64) {
    %r = let -0.5 * (log(6.283185307179586 * %s) + @mean_square(%c, -%x, %alpha, %x) / %s)
    return %r }

  // E KL(N(a z_t + b x, var) | N(c_t z_t, s_t)) of one t; %before is alpha_{t-1}.
  func @divergence(%beta: f64, %alpha: f64, %before: f64, %x: f64, %c: f64, %s: f64) -> (kl: f64) {
    %a = let sqrt(1 - %beta) * (1 - %before) / (1 - %alpha)
    %b = let sqrt(%before) * %beta / (1 - %alpha)
    %var = let %beta * (1 - %before) / (1 - %alpha)
    %kl = let 0.5 * (%var / %s - 1 + log(%s / %var)
                     + @mean_square(%a - %c, %b * %x, %alpha, %x) / %s)
    return %kl }

  // t = 2 ... T of what is there for t = 1 ... T.
  func @later(%v: f64[T]) -> (w: f64[M]) {
    %w = slice %v, axis = 0, start = 1
    return %w }

  func @main(%betas: f64[T], %x: f64, %c: f64[T], %s_var: f64[T])
      -> (reconstruction: f64, kl_terms: f64[?], elbo_without_prior: f64) {
    %alphas = let cumprod(1 - %betas)
    %reconstruction = let @reconstruction(%alphas[0], %x, %c[0], %s_var[0])
    %before = slice %alphas, axis = 0, stop = -1
    %beta = call @later(%betas)      %alpha = call @later(%alphas)
    %ct = call @later(%c)            %st = call @later(%s_var)
    %kl = vmap @divergence(%beta, %alpha, %before, %x, %ct, %st) in_axes(0, 0, 0, none, 0, 0)
    %elbo = let %reconstruction - sum(%kl)
    return %reconstruction, %kl, %elbo }
}
