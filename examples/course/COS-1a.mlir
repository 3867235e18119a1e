// COS-1a: where the forward diffusion has brought x0 after t steps.
//
//   x_t = sqrt(1 - beta_t) x_{t-1} + sqrt(beta_t) eps_t,   ab_t = (1 - beta_1) ... (1 - beta_t)
//   q(x_t | x_0) = N(sqrt(ab_t) x_0, (1 - ab_t) I),   var_t = (1 - beta_t) var_{t-1} + beta_t
//
// Source: COS 514, assignment 3, problem 1a. One path with given noise, and many with noise of
// their own.
leat.model @forward {
  config @draws = 100000
  state @rng = seed
  func @step(%x: f64[N, D], %beta: f64, %eps: f64[N, D]) -> (x: f64[N, D]) {
    %y = let sqrt(1 - %beta) * %x + sqrt(%beta) * %eps
    return %y }

  func @path(%betas: f64[T], %x0: f64[D], %eps: f64[T, D]) -> (path: f64[T, D]) {
    %start = reshape %x0, shape = [1, D]
    %xT, %path = for %t = 1 to T carry(%x = %start) over(%beta = %betas, %e = %eps) {
      %y = let @step(%x, %beta, reshape(%e, shape = [1, D]))
      %row = reshape %y, shape = [D]
      yield %y stack(%row) }
    return %path }

  // The recursion of the variance, from var_0 = 0.
  func @variances(%betas: f64[T]) -> (var: f64[T]) {
    %zero = full 0 : f64
    %last, %var = for %t = 1 to T carry(%v = %zero) over(%beta = %betas) {
      %next = let (1 - %beta) * %v + %beta
      yield %next stack(%next) }
    return %var }

  // The mean of x_T, and the variance of the first coordinate of each x_t, over many paths.
  func @simulate(%betas: f64[T], %x0: f64[D]) -> (mean: f64[D], var: f64[T]) {
    %start = broadcast_to %x0, shape = [draws, D]
    %xT, %var = for %t = 1 to T carry(%x = %start) over(%beta = %betas) {
      %z = normal @rng : f64[draws, D]
      %y = let @step(%x, %beta, %z)
      %v = let var(slice(%y, axis = 1, stop = 1))
      yield %y stack(%v) }
    %mean = mean %xT, axis = 0
    return %mean, %var }

  func @main(%betas: f64[T], %x0: f64[D], %eps: f64[T, D])
      -> (alpha_bar: f64[T], mean_T: f64[D], var: f64[T], path: f64[T, D], mean_T_mc: f64[D],
          var_mc: f64[T]) {
    %ab = let cumprod(1 - %betas)
    %mean = let sqrt(%ab[T - 1]) * %x0
    %var = call @variances(%betas)
    %path = call @path(%betas, %x0, %eps)
    %mean_mc, %var_mc = call @simulate(%betas, %x0)
    return %ab, %mean, %var, %path, %mean_mc, %var_mc }
}
