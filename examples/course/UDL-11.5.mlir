// UDL-11.5: batch normalisation of one unit, forwards and backwards.
//
//   f1 = mean z, f2_i = z_i - f1, f3_i = f2_i^2, f4 = mean f3, f5 = sqrt(f4 + eps), f6 = 1 / f5
//   f7_i = f2_i f6,   z'_i = gamma f7_i + delta
//   backwards from u = dL/dz':   dz_i = (gamma / f5) (u_i - mean u - f7_i mean(u f7))
//   dgamma = sum_i u_i f7_i,   ddelta = sum_i u_i
//
// Source: Understanding Deep Learning, problem 11.5 (its f2 has x_i for z_i). Mean and variance
// depend on the whole batch, so every z'_i does on every z_j: the backward pass is the full
// Jacobian J, not its diagonal alone, from the left.
leat.model @batch_norm {
  config @eps = 1e-3
  config @gamma = 1.7
  config @delta = -0.4
  func @norm(%z: f64[I], %gamma: f64, %delta: f64) -> (zprime: f64[I]) {
    %f1 = mean %z
    %f2 = let %z - %f1
    %f3 = let %f2 ** 2
    %f4 = mean %f3
    %f5 = let sqrt(%f4 + eps)
    %f6 = let 1 / %f5
    %f7 = let %f2 * %f6
    %zprime = let %gamma * %f7 + %delta
    return %zprime }
  func @main(%z: f64[I], %cotangent: f64[I])
      -> (zprime: f64[I], J: f64[I, I], dz: f64[I], dgamma: f64, ddelta: f64) {
    %gamma = full gamma : f64
    %delta = full delta : f64
    %J = jacobian @norm(%z, %gamma, %delta) wrt(z)
    %zprime, %dz, %dgamma, %ddelta =
        vjp @norm(%z, %gamma, %delta) cotangent(%cotangent) wrt(z, gamma, delta)
    return %zprime, %J, %dz, %dgamma, %ddelta }
}
