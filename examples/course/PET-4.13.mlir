// PET-4.13: the two terms of the loss of a VAE.
//
//   KL(N(mu, diag sigma^2) || N(0, I)) = sum_k (mu_k^2 + sigma_k^2 - 1 - log sigma_k^2) / 2
//   reconstruction: E |x - g(z)|^2 / (2 c2), z = mu + sigma eps;   here g(z) = W z + b, so it is
//   (|x - W mu - b|^2 + sum_jk W_jk^2 sigma_k^2) / (2 c2)
//
// Source: Introduction to Deep Learning Theory, exercise 4.13. c2 is the variance of x given z; the
// constant D log(2 pi c2) / 2 is left out. recon_sample is for the one eps that is given.
leat.model @vae_loss {
  config @c2 = 0.25
  func @KL(%mu: f64[K], %logvar: f64[K]) -> (KL: f64) {
    %kl = let kl_normal(%mu, %logvar, reduction = sum)
    return %kl }
  func @recon(%x: f64[D], %z: f64[K], %W: f64[D, K], %b: f64[D]) -> (recon: f64) {
    %r = let sum((%x - linear(%z, %W, %b)) ** 2) / (2 * c2)
    return %r }
  func @main(%mu: f64[K], %logvar: f64[K], %x: f64[D], %W: f64[D, K], %b: f64[D], %eps: f64[K])
      -> (KL: f64, dKL_dmu: f64[K], dKL_dlogvar: f64[K], recon_sample: f64, recon_expected: f64,
          L_expected: f64) {
    %KL, %dmu, %dlogvar = grad @KL(%mu, %logvar) wrt(mu, logvar)
    %sample = let @recon(%x, %mu + exp(%logvar / 2) * %eps, %W, %b)
    %spread = let sum(%W ** 2 * exp(%logvar)) / (2 * c2)
    %expected = let @recon(%x, %mu, %W, %b) + %spread
    %L = let %KL + %expected
    return %KL, %dmu, %dlogvar, %sample, %expected, %L }
}
