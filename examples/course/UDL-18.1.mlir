// UDL-18.1: the forward step keeps a unit covariance.
//
//   z_t = sqrt(1 - beta_t) z_{t-1} + sqrt(beta_t) eps_t
//   Cov[z_t] = (1 - beta_t) Cov[z_{t-1}] + beta_t I;   of Cov[z_{t-1}] = I that is I
//
// Source: Understanding Deep Learning, problem 18.1. From another covariance it goes towards I.
leat.model @unit_covariance {
  func @propagate(%betas: f64[T], %start: f64[D, D]) -> (cov: f64[D, D]) {
    %i = eye count = D, dtype = f64
    %cov = for %t = 1 to T carry(%c = %start) over(%beta = %betas) {
      %next = let (1 - %beta) * %c + %beta * %i
      yield %next }
    return %cov }
  func @main(%betas: f64[T], %S0: f64[D, D]) -> (cov_from_I: f64[D, D], cov_from_S0: f64[D, D]) {
    %i = eye count = D, dtype = f64
    %from_i = call @propagate(%betas, %i)
    %from_s0 = call @propagate(%betas, %S0)
    return %from_i, %from_s0 }
}
