// NET-SCORE: denoising score matching, with a score that is linear.
//
//   x_t = sqrt(ab) x_0 + sqrt(1 - ab) eps
//   target = -(x_t - sqrt(ab) x_0) / (1 - ab) = -eps / sqrt(1 - ab)
//   L = mean of (1 - ab) (s(x_t) - target)^2,   s(x) = a x + b
//   the expected loss is smallest at the true score,
//     for data N(m, s2) at s(x) = -(x - sqrt(ab) m) / (ab s2 + 1 - ab)
//
// Source: Vincent 2011. `ab` is the config, `ab_lin` = (a, b).
leat.model @score_matching {
  config @ab = 0.6
  config @m = 0.8
  config @s2 = 0.5
  func @L(%x0: f64[N], %eps: f64[N], %ab_lin: f64[2]) -> (L: f64) {
    %abar = full ab : f64
    %xt = let sqrt(%abar) * %x0 + sqrt(1 - %abar) * %eps
    %target = let -(%xt - sqrt(%abar) * %x0) / (1 - %abar)
    %score = let %ab_lin[0] * %xt + %ab_lin[1]
    %L = let mean((1 - %abar) * (%score - %target) ** 2)
    return %L }
  func @main(%x0: f64[N], %eps: f64[N], %ab_lin: f64[2])
      -> (L: f64, grad: f64[2], population_minimiser: f64[2]) {
    %L, %grad = grad @L(%x0, %eps, %ab_lin) wrt(ab_lin)
    %abar = full ab : f64
    %var = let %abar * s2 + 1 - %abar
    %a = let -1 / %var
    %b = let sqrt(%abar) * m / %var
    %best = stack %a, %b
    return %L, %grad, %best }
}
