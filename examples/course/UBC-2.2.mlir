// UBC-2.2: mean and variance of what batch normalisation gives.
//
//   Yhat_ij = gamma_j (Y_ij - m_j) / sqrt(v_j) + beta_j
//   mean_i Yhat_ij = beta_j,   var_i Yhat_ij = gamma_j^2
//
// Source: CPEN 455, homework 1, problem 2.2, with eps = 0 (its equation 37 lacks the index of the
// column). The expectation is over the batch, of which m and v are functions.
leat.model @moments {
  func @main(%Y: f64[B, M], %gamma: f64[M], %beta: f64[M])
      -> (Yhat: f64[B, M], mean: f64[M], var: f64[M]) {
    %Yhat = let %gamma * standardize(%Y, axis = [0], eps = 0) + %beta
    %mean = mean %Yhat, axis = 0
    %var = var %Yhat, axis = 0
    return %Yhat, %mean, %var }
}
