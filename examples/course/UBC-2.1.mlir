// UBC-2.1: what eps is for in batch normalisation.
//
//   Yhat = gamma (Y - m) / sqrt(v + eps) + beta,   m and v: mean and variance of each column
//   var(Yhat) = gamma^2 v / (v + eps)
//
// Source: CPEN 455, homework 1, problem 2.1. A column that is constant has v = 0: without eps it is
// 0 / 0; with it Yhat = beta, and the gradient is finite, about gamma / sqrt(eps).
leat.model @eps {
  config @eps = 1e-5
  func @bn(%Y: f64[B, M], %gamma: f64[M], %beta: f64[M]) -> (Yhat: f64[B, M]) {
    %Yhat = let %gamma * standardize(%Y, axis = [0], eps = eps) + %beta
    return %Yhat }
  func @main(%Y: f64[B, M], %gamma: f64[M], %beta: f64[M], %dYhat: f64[B, M])
      -> (Yhat: f64[B, M], dY: f64[B, M], out_var: f64[M]) {
    %Yhat, %dY = vjp @bn(%Y, %gamma, %beta) cotangent(%dYhat) wrt(Y)
    %v = var %Yhat, axis = 0
    return %Yhat, %dY, %v }
}
