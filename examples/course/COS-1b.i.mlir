// COS-1b.i: the reverse posterior of the diffusion, up to a constant.
//
//   log q(x_{t-1} | x_t, x_0) = -1/2 [ |x_t - sqrt(alpha_t) x_{t-1}|^2 / beta_t
//                                     + |x_{t-1} - sqrt(ab_{t-1}) x_0|^2 / (1 - ab_{t-1}) ] + const
//
// Source: COS 514, assignment 3, problem 1b.i. The problem multiplies x_{t-1} by the root of
// alpha-bar_t; by Bayes' rule q(x_t | x_{t-1}) stands there, so that it is the root of alpha_t = 1
// - beta_t. Only then do the exponent and the normal density of problem 1b.ii differ by one
// constant for all x_{t-1}.
leat.model @bayes {
  config @t = 4

  // log N(x; mean, var I) of each row of x.
  func @log_normal(%x: f64[N, D], %mean: f64[D], %var: f64) -> (logp: f64[N]) {
    %l = let -sum((%x - %mean) ** 2, axis = 1) / (2 * %var) - D / 2 * log(6.283185307179586 * %var)
    return %l }

  func @main(%betas: f64[T], %x0: f64[D], %xt: f64[D], %x_prev: f64[N, D])
      -> (exponent: f64[N], log_posterior: f64[N], constant: f64) {
    %ab = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)  // ab[0] = 1
    %beta = let %betas[t - 1]
    %abt = let %ab[t]      %before = let %ab[t - 1]
    %forward = let sum((%xt - sqrt(1 - %beta) * %x_prev) ** 2, axis = 1) / %beta
    %prior = let sum((%x_prev - sqrt(%before) * %x0) ** 2, axis = 1) / (1 - %before)
    %exponent = let -0.5 * (%forward + %prior)

    %mean = let (sqrt(%before) * %beta * %x0 + sqrt(1 - %beta) * (1 - %before) * %xt) / (1 - %abt)
    %var = let %beta * (1 - %before) / (1 - %abt)
    %log_posterior = let @log_normal(%x_prev, %mean, %var)
    %constant = let mean(%log_posterior - %exponent)
    return %exponent, %log_posterior, %constant }
}
