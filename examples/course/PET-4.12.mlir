// PET-4.12: Bayes by backprop for linear regression.
//
//   w = mu + sigma eps,   sigma = log(1 + e^rho)
//   f = log q(w | mu, rho) - log P(w) - log P(y | X, w)
//   q = N(mu, sigma^2),   P(w) = prod_d (pi N(w_d; 0, s1^2) + (1 - pi) N(w_d; 0, s2^2))
//   y ~ N(X w, noise^2)
//
// Source: Introduction to Deep Learning Theory, exercise 4.12; Blundell et al., Weight Uncertainty
// in Neural Networks, 2015. f depends on mu and rho by w and directly; the gradients take in both:
// dmu = df/dw + df/dmu, drho = df/dw eps / (1 + e^-rho) + df/drho. One step of gradient descent is
// made with mu. For the prior N(0, s1^2) alone, KL(q || P) has a closed form.
leat.model @bayes_by_backprop {
  const @log_2pi = log(2 * acos(f64(-1)))
  config @pi = 0.5
  config @s1 = 1.0
  config @s2 = 0.1
  config @noise = 0.5
  config @lr = 0.01
  func @log_normal(%x: f64[N], %mean: f64[N], %std: f64[N]) -> (log_density: f64[N]) {
    %l = let -@log_2pi / 2 - log(%std) - ((%x - %mean) / %std) ** 2 / 2
    return %l }
  func @log_prior(%w: f64[D]) -> (log_prior: f64) {
    %zero = let 0 * %w
    %wide = let log(pi) + @log_normal(%w, %zero, %zero + s1)
    %narrow = let log(1 - pi) + @log_normal(%w, %zero, %zero + s2)
    %l = let sum(logaddexp(%wide, %narrow))
    return %l }
  func @f(%mu: f64[D], %rho: f64[D], %eps: f64[D], %X: f64[I, D], %y: f64[I]) -> (f: f64) {
    %sigma = softplus %rho
    %w = let %mu + %sigma * %eps
    %log_q = let sum(@log_normal(%w, %mu, %sigma))
    %log_likelihood = let sum(@log_normal(%y, linear(%w, %X), 0 * %y + noise))
    %f = let %log_q - @log_prior(%w) - %log_likelihood
    return %f }
  func @main(%X: f64[I, D], %y: f64[I], %mu: f64[D], %rho: f64[D], %eps: f64[D])
      -> (f: f64, dmu: f64[D], drho: f64[D], mu_after_step: f64[D], closed_form_KL_to_N0s1: f64) {
    %f, %dmu, %drho = grad @f(%mu, %rho, %eps, %X, %y) wrt(mu, rho)
    %after = let %mu - lr * %dmu
    %KL = let kl_normal(%mu, 2 * log(softplus(%rho)), 0, 2 * log(s1), reduction = sum)
    return %f, %dmu, %drho, %after, %KL }
}
