// UDL-6.10: momentum is a weighted sum of all gradients so far.
//
//   m_{t+1} = beta m_t + (1 - beta) g_t, m_0 = 0   =>   m_{t+1} = (1 - beta) sum_k beta^k g_{t-k}
//
// Source: Understanding Deep Learning, problem 6.10. The weights, here from the oldest gradient to
// the newest, add up to 1 - beta^T, so to 1 in the long run. `m_by_weights` is the right-hand side.
leat.model @momentum {
  config @beta = 0.9
  func @recursion(%g: f64[T, D]) -> (m: f64[D]) {
    %rest = full 0 : f64[D]
    %m = for %t = 1 to T carry(%m = %rest) over(%gt = %g) {
      %m1 = let beta * %m + (1 - beta) * %gt
      yield %m1 }
    return %m }
  func @main(%g: f64[T, D])
      -> (m: f64[D], weights_oldest_first: f64[T], m_by_weights: f64[D]) {
    %m = let @recursion(%g)
    %age = let T - 1 - iota(shape = [T], dtype = f64)
    %weights = let (1 - beta) * beta ** %age
    %sum = let sum(reshape(%weights, shape = [T, 1]) * %g, axis = 0)
    return %m, %weights, %sum }
}
