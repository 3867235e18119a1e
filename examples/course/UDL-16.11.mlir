// UDL-16.11: fitting a flow to a density that is known but for a factor.
//
//   x_i = f(z_i) = a z_i + b,   q(x) = kappa exp(-(x - m)^2 / (2 s^2))
//   A = -sum_i log q(x_i)
//   B = mean_i(-log q(x_i) - log |df/dz|) for kappa = 1, an estimate of KL(Pr(x) || q) + const
//
// Source: Understanding Deep Learning, problem 16.11. kappa adds a constant to A, so gradients do
// not see it. The answer's A lacks a term for the entropy: where parameters are free, it draws all
// samples to the mode of q. B has it; that takes log |det|, so a flow that is easy to invert. Its
// minimum is where |a| std(z) = s and the mean of x is m; the last result is the gradient there.
leat.model @reverse_kl {
  config @m = 1.5
  config @s = 0.7
  func @f(%z: f64[N], %ab: f64[2]) -> (x: f64[N]) {
    %x = let %ab[0] * %z + %ab[1]
    return %x }
  func @log_q(%x: f64[N], %kappa: f64) -> (log_q: f64[N]) {
    %l = let log(%kappa) - (%x - m) ** 2 / (2 * s ** 2)
    return %l }
  func @A(%ab: f64[2], %z: f64[N], %kappa: f64) -> (A: f64) {
    %A = let -sum(@log_q(@f(%z, %ab), %kappa))
    return %A }
  func @B(%ab: f64[2], %z: f64[N]) -> (B: f64) {
    %one = full 1 : f64[N]
    %x, %slope = jvp @f(%z, %ab) tangent(%one) wrt(z)
    %B = let mean(-@log_q(%x, 1) - log(abs(%slope)))
    return %B }
  func @minimiser(%z: f64[N]) -> (ab: f64[2]) {
    %a = let s / std(%z)
    %b = let m - %a * mean(%z)
    %ab = stack %a, %b
    return %ab }
  func @main(%z: f64[N], %ab: f64[2], %kappa: f64[K] = [1, 5])
      -> (A_kappa: f64[K], gradA: f64[2], B: f64, gradB: f64[2], B_minimiser_abs_a_b: f64[2],
          gradB_at_minimiser: f64[2]) {
    %A = vmap @A(%ab, %z, %kappa) in_axes(none, none, 0)
    %k = let %kappa[0]
    %A0, %dA = grad @A(%ab, %z, %k) wrt(ab)
    %B, %dB = grad @B(%ab, %z) wrt(ab)
    %best = call @minimiser(%z)
    %least, %flat = grad @B(%best, %z) wrt(ab)
    return %A, %dA, %B, %dB, %best, %flat }
}
