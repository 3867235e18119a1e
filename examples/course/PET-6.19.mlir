// PET-6.19: the posterior of a variational diffusion model.
//
//   q(x_{t-1} | x_t, x_0) = N(mu_q, var_q I)
//   mu_q = [sqrt(a_t) (1 - ab_{t-1}) x_t + sqrt(ab_{t-1}) (1 - a_t) x_0] / (1 - ab_t)
//   var_q = (1 - a_t) (1 - ab_{t-1}) / (1 - ab_t),   a_t = 1 - beta_t,   ab_t = a_1 ... a_t
//
// Source: Introduction to Deep Learning Theory, exercise 6.19. The square is completed in
//   log q(x_t | x_{t-1}) + log q(x_{t-1} | x_0),
// as a function of x_{t-1} a parabola: mu_q is its summit and -1 / var_q its second derivative.
// `mu_by_square` and `var_by_square` come from its gradient and its Hessian.
leat.model @vdm_posterior {
  config @t = 3

  // log q(x_t | x_{t-1}) + log q(x_{t-1} | x_0), up to a constant.
  func @log_joint(%x: f64[D], %a: f64, %before: f64, %x0: f64[D], %xt: f64[D]) -> (l: f64) {
    %step = let sum((%xt - sqrt(%a) * %x) ** 2) / (1 - %a)
    %prior = let sum((%x - sqrt(%before) * %x0) ** 2) / (1 - %before)
    %l = let -0.5 * (%step + %prior)
    return %l }

  func @main(%betas: f64[T], %x0: f64[D], %xt: f64[D])
      -> (mu_q: f64[D], var_q: f64, mu_by_square: f64[D], var_by_square: f64) {
    %ab = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)       // ab[0] = 1
    %a = let 1 - %betas[t - 1]
    %now = let %ab[t]      %before = let %ab[t - 1]
    %sum = let sqrt(%a) * (1 - %before) * %xt + sqrt(%before) * (1 - %a) * %x0
    %mu = let %sum / (1 - %now)
    %var = let (1 - %a) * (1 - %before) / (1 - %now)

    // A step of Newton's from anywhere, here from x_t, leads to the summit of a parabola.
    %l, %slope = grad @log_joint(%xt, %a, %before, %x0, %xt) wrt(x)
    %hessian = hessian @log_joint(%xt, %a, %before, %x0, %xt) wrt(x)
    %var2 = let -1 / %hessian[0][0]
    %mu2 = let %xt + %var2 * %slope
    return %mu, %var, %mu2, %var2 }
}
