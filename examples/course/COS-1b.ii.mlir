// COS-1b.ii: mean and variance of the reverse posterior of the diffusion, for all t.
//
//   mu_t = [ sqrt(ab_{t-1}) beta_t x_0 + sqrt(alpha_t) (1 - ab_{t-1}) x_t ] / (1 - ab_t)
//   var_t = beta_t (1 - ab_{t-1}) / (1 - ab_t),   ab_0 = 1
//
// Source: COS 514, assignment 3, problem 1b.ii. The problem prints the root of alpha-bar_t before
// x_t; it is the root of alpha_t = 1 - beta_t, for the same reason as in 1b.i. At t = 1 all of it
// is known: mu_1 = x_0.
leat.model @posterior {
  func @main(%betas: f64[T], %x0: f64[D], %xt: f64[D])
      -> (coef_x0: f64[T], coef_xt: f64[T], var: f64[T], mean_t: f64[T, D]) {
    %all = let pad(cumprod(1 - %betas), low = [1], high = [0], value = 1)
    %ab = slice %all, axis = 0, start = 1
    %before = slice %all, axis = 0, stop = -1               // ab_{t-1}
    %coef_x0 = let sqrt(%before) * %betas / (1 - %ab)
    %coef_xt = let sqrt(1 - %betas) * (1 - %before) / (1 - %ab)
    %var = let %betas * (1 - %before) / (1 - %ab)
    %mean = let outer(%coef_x0, %x0) + outer(%coef_xt, %xt)
    return %coef_x0, %coef_xt, %var, %mean }
}
