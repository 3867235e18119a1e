// NET-VDM-ELBO: with the exact reverse process the ELBO of a diffusion model is log p(x_0).
//
//   data N(0, 1), so that x_t ~ N(0, 1) for all t, and p(x_{t-1} | x_t) = N(sqrt(a_t) x_t, 1 - a_t)
//   elbo = E log p(x_0 | x_1) - KL(q(x_T | x_0) | N(0, 1))
//          - sum_{t>=2} E KL(q(x_{t-1} | x_t, x_0) | p(x_{t-1} | x_t))
//
// Source: Introduction to Deep Learning Theory, chapter 6; Kingma et al. 2021. All is normal: E (u
// x_t + w)^2 = (u sqrt(ab_t) x_0 + w)^2 + u^2 (1 - ab_t) under q(x_t | x_0).
leat.model @exact_elbo {
  func @mean_square(%u: f64, %w: f64, %ab: f64, %x0: f64) -> (e: f64) {
    %e = let (%u * sqrt(%ab) * %x0 + %w) ** 2 + %u ** 2 * (1 - %ab)
    return %e }

  func @reconstruction(%a: f64, %x0: f64) -> (r: f64) {
    %square = let @mean_square(sqrt(%a), -%x0, %a, %x0)              // ab_1 = a_1
    %r = let -0.5 * (log(6.283185307179586 * (1 - %a)) + %square / (1 - %a))
    return %r }

  func @prior_kl(%ab: f64, %x0: f64) -> (kl: f64) {
    %kl = let kl_normal(sqrt(%ab) * %x0, log1p(-%ab), reduction = sum)
    return %kl }

  // E KL(N(c x_t + d x_0, var) | N(sqrt(a_t) x_t, 1 - a_t)); %before is ab_{t-1}.
  func @denoising_kl(%a: f64, %ab: f64, %before: f64, %x0: f64) -> (kl: f64) {
    %c = let sqrt(%a) * (1 - %before) / (1 - %ab)
    %d = let sqrt(%before) * (1 - %a) / (1 - %ab)
    %ratio = let (1 - %before) / (1 - %ab)                           // var / (1 - a_t)
    %square = let @mean_square(%c - sqrt(%a), %d * %x0, %ab, %x0)
    %kl = let 0.5 * (%ratio - 1 - log(%ratio) + %square / (1 - %a))
    return %kl }

  func @parts(%x0: f64, %betas: f64[T]) -> (reconstruction: f64, prior: f64, denoising: f64) {
    %a = let 1 - %betas
    %ab = cumprod %a
    %reconstruction = let @reconstruction(%a[0], %x0)
    %prior = let @prior_kl(prod(%a), %x0)
    %at = slice %a, axis = 0, start = 1
    %abt = slice %ab, axis = 0, start = 1
    %before = slice %ab, axis = 0, stop = -1
    %kl = vmap @denoising_kl(%at, %abt, %before, %x0) in_axes(0, 0, 0, none)
    %denoising = sum %kl
    return %reconstruction, %prior, %denoising }

  func @main(%betas: f64[T], %xs: f64[N])
      -> (reconstruction: f64[N], prior_kl: f64[N], denoising_kl: f64[N], elbo: f64[N]) {
    %reconstruction, %prior, %denoising = vmap @parts(%xs, %betas) in_axes(0, none)
    %elbo = let %reconstruction - %prior - %denoising
    return %reconstruction, %prior, %denoising, %elbo }
}
