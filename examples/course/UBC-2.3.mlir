// UBC-2.3: the gradients of a relu behind batch normalisation, step by step.
//
//   H = relu(Yhat),   Yhat = gamma X + beta,   X = (Y - m) / sqrt(v + eps);   d = dH 1[Yhat > 0]
//   dgamma = sum_i d X,   dbeta = sum_i d,   dm = -gamma / sqrt(v + eps) sum_i d
//   dv = -(gamma / 2) (v + eps)^(-3/2) sum_i d (Y - m)
//   dY = (gamma / sqrt(v + eps)) (d - mean d - X mean(d X))
//
// Source: CPEN 455, homework 1, problem 2.3. The gradient by m is that with v held fixed: v depends
// on m, too, but that part is 0, as sum_i (Y_i - m) is. Equation 68 there has k both for what is
// summed over and for the free index; equation 78 is right.
leat.model @relu_norm {
  config @eps = 1e-5
  // Mean and variance as arguments of their own, to have gradients by them.
  func @given(%Y: f64[B, M], %m: f64[M], %v: f64[M], %gamma: f64[M], %beta: f64[M])
      -> (H: f64[B, M]) {
    %H = let relu(normalize(%Y, %m, %v, %gamma, %beta, eps = eps))
    return %H }
  func @layer(%Y: f64[B, M], %gamma: f64[M], %beta: f64[M]) -> (H: f64[B, M]) {
    %H = let @given(%Y, mean(%Y, axis = 0), var(%Y, axis = 0), %gamma, %beta)
    return %H }
  func @main(%Y: f64[B, M], %gamma: f64[M], %beta: f64[M], %dH: f64[B, M])
      -> (H: f64[B, M], dgamma: f64[M], dbeta: f64[M], dmean: f64[M], dvar: f64[M],
          dY: f64[B, M]) {
    %m = mean %Y, axis = 0
    %v = var %Y, axis = 0
    %same, %dm, %dv = vjp @given(%Y, %m, %v, %gamma, %beta) cotangent(%dH) wrt(m, v)
    %H, %dY, %dgamma, %dbeta =
        vjp @layer(%Y, %gamma, %beta) cotangent(%dH) wrt(Y, gamma, beta)
    return %H, %dgamma, %dbeta, %dm, %dv, %dY }
}
