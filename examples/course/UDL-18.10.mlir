// UDL-18.10: the factor of z_t in the mean of the posterior becomes simple, for t = 2 ... T.
//
//   [(1 - alpha_{t-1}) (1 - beta_t) + beta_t] / [(1 - alpha_t) sqrt(1 - beta_t)]
//     = 1 / sqrt(1 - beta_t)
//
// Source: Understanding Deep Learning, problem 18.10. alpha_t = alpha_{t-1} (1 - beta_t), so that
// the first bracket is 1 - alpha_t. `simple` is the right side.
leat.model @factor {
  func @main(%betas: f64[T]) -> (value: f64[?], simple: f64[?]) {
    %alphas = let cumprod(1 - %betas)
    %alpha = slice %alphas, axis = 0, start = 1
    %before = slice %alphas, axis = 0, stop = -1
    %beta = slice %betas, axis = 0, start = 1
    %value = let ((1 - %before) * (1 - %beta) + %beta) / ((1 - %alpha) * sqrt(1 - %beta))
    %simple = let 1 / sqrt(1 - %beta)
    return %value, %simple }
}
