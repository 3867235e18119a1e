// UDL-18.3: the kernel of several steps, of three in the problem.
//
//   z_t = sqrt(1 - beta_t) z_{t-1} + sqrt(beta_t) eps_t,   z_0 = x
//   z_3 = sqrt(alpha_3) x + sqrt(1 - alpha_3) e,   alpha_3 = (1 - beta_3)(1 - beta_2)(1 - beta_1)
//
// Source: Understanding Deep Learning, problem 18.3. z_T is linear in x and in the noise: its
// derivatives are the weights, and the squares of those of the noise add up to the variance.
leat.model @kernel {
  const @pi = 4 * atan(f64(1))
  func @z(%x: f64, %eps: f64[T], %betas: f64[T]) -> (z: f64) {
    %z = for %t = 1 to T carry(%z = %x) over(%beta = %betas, %e = %eps) {
      %next = let sqrt(1 - %beta) * %z + sqrt(%beta) * %e
      yield %next }
    return %z }
  func @main(%betas: f64[T]) -> (coef_x: f64, coef_eps: f64[T], var: f64) {
    %x = full 0 : f64
    %eps = full 0 : f64[T]
    %z, %coef_x, %coef_eps = grad @z(%x, %eps, %betas) wrt(x, eps)
    %var = let sum(%coef_eps ** 2)
    return %coef_x, %coef_eps, %var }
  // The density of z_t if x is one of the given numbers, each as likely, and all beta are the
  // same, to be drawn: the marginal.
  func @marginal(%t: i64, %z: f64, %beta: f64, %x: f64[M]) -> (density: f64) {
    %alpha = let (1 - %beta) ** f64(%t)
    %v = let 1 - %alpha
    %e = let %z - sqrt(%alpha) * %x
    %density = let mean(exp(-%e ** 2 / (2 * %v)) / sqrt(2 * @pi * %v))
    return %density }
}
