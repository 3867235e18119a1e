// NET-DDIM-GAUSS: with more and more steps DDIM follows the probability flow.
//
//   data N(m, s^2), sqrt(ab) = cos(0.49 pi u), u from 1 to 0 in n equal steps
//   eps(x) = sqrt(1 - ab) (x - sqrt(ab) m) / (ab s^2 + 1 - ab)
//   x_0 = (x - sqrt(1 - ab) eps) / sqrt(ab)
//   a step to u': x' = sqrt(ab') x_0 + sqrt(1 - ab') eps
//   limit: x_0 = m + s (x_T - sqrt(ab_T) m) / sqrt(ab_T s^2 + 1 - ab_T)
//
// Source: Song, Meng & Ermon 2021 (the sampler), Song et al. 2021 (the flow). The error goes as 1 /
// n.
leat.model @ddim_gauss {
  config @m = 1.5
  config @s = 0.6

  // sqrt(ab) and sqrt(1 - ab)
  func @rates(%u: f64) -> (signal: f64, noise: f64) {
    %signal = let cos(0.49 * 3.141592653589793 * %u)
    %noise = let sin(0.49 * 3.141592653589793 * %u)
    return %signal, %noise }

  func @ddim(%xT: f64[N], %n: i64) -> (x0: f64[N]) {
    %x0 = for %k = 1 to %n carry(%x = %xT) {
      %a, %b = let @rates(1 - f64(%k - 1) / f64(%n))
      %a1, %b1 = let @rates(1 - f64(%k) / f64(%n))
      %eps = let %b * (%x - %a * m) / (%a ** 2 * s ** 2 + %b ** 2)
      %clean = let (%x - %b * %eps) / %a
      %y = let %a1 * %clean + %b1 * %eps
      yield %y }
    return %x0 }

  func @main(%xT: f64[N], %steps: i64[3] = [10, 100, 1000])
      -> (limit: f64[N], ddim_10: f64[N], ddim_100: f64[N], ddim_1000: f64[N]) {
    %one = full 1 : f64
    %a, %b = call @rates(%one)
    %limit = let m + s * (%xT - %a * m) / sqrt(%a ** 2 * s ** 2 + %b ** 2)
    %x10 = let @ddim(%xT, %steps[0])
    %x100 = let @ddim(%xT, %steps[1])
    %x1000 = let @ddim(%xT, %steps[2])
    return %limit, %x10, %x100, %x1000 }
}
