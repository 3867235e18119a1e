// NET-FLOW-TRAIN: fitting flows of one variable by maximum likelihood.
//
//   affine: u = (x - b) exp(-s);   two layers: z = u + tanh(w u + v) / 2
//   NLL = mean(z^2 / 2 - log |dz/dx|) + log(2 pi) / 2
//   The affine flow is best for b = mean(x), exp(s) = std(x), of which the square is divided by N.
//
// Source: Understanding Deep Learning, chapter 16. dz/dx is the derivative of the flow, as the
// compiler finds it. The last result is what Adam makes of b = s = 0.
leat.model @fit_flow {
  const @log_2pi = log(2 * acos(f64(-1)))
  config @steps = 2000
  config @lr = 0.02
  func @affine(%x: f64[N], %bs: f64[2]) -> (u: f64[N]) {
    %u = let (%x - %bs[0]) * exp(-%bs[1])
    return %u }
  func @two_layers(%x: f64[N], %bswv: f64[4]) -> (z: f64[N]) {
    %bs, %wv = split %bswv, parts = 2
    %u = call @affine(%x, %bs)
    %z = let %u + tanh(%wv[0] * %u + %wv[1]) / 2
    return %z }
  func @nll_of(%z: f64[N], %slope: f64[N]) -> (nll: f64) {
    %nll = let mean(%z ** 2 / 2 - log(abs(%slope))) + @log_2pi / 2
    return %nll }
  func @affine_nll(%bs: f64[2], %x: f64[N]) -> (nll: f64) {
    %one = full 1 : f64[N]
    %u, %slope = jvp @affine(%x, %bs) tangent(%one) wrt(x)
    %nll = call @nll_of(%u, %slope)
    return %nll }
  func @nll(%bswv: f64[4], %x: f64[N]) -> (nll: f64) {
    %one = full 1 : f64[N]
    %z, %slope = jvp @two_layers(%x, %bswv) tangent(%one) wrt(x)
    %nll = call @nll_of(%z, %slope)
    return %nll }
  func @train(%x: f64[N]) -> (bs: f64[2]) {
    %zero = full 0 : f64[2]
    %bs, %m, %v = for %t = 1 to steps carry(%bs = %zero, %m = %zero, %v = %zero) {
      %l, %g = grad @affine_nll(%bs, %x) wrt(bs)
      %m1 = let 0.9 * %m + 0.1 * %g
      %v1 = let 0.999 * %v + 0.001 * %g ** 2
      %mean = let %m1 / (1 - 0.9 ** f64(%t))
      %square = let %v1 / (1 - 0.999 ** f64(%t))
      %next = let %bs - lr * %mean / (sqrt(%square) + 1e-8)
      yield %next, %m1, %v1 }
    return %bs }
  func @main(%x: f64[N], %params_b_s_w_v: f64[4])
      -> (affine_optimum_b_s: f64[2], affine_nll: f64, nll: f64, grad: f64[4],
          trained_b_s: f64[2]) {
    %best = let stack(mean(%x), log(std(%x)))
    %affine_nll = call @affine_nll(%best, %x)
    %nll, %grad = grad @nll(%params_b_s_w_v, %x) wrt(bswv)
    %trained = call @train(%x)
    return %best, %affine_nll, %nll, %grad, %trained }
}
