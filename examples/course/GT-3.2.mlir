// GT-3.2: the lemma behind the rate of gradient descent.
//
//   w_{t+1} = w_t - eta v_t, w_1 = 0, for any v_t
//   sum_t <w_t - w*, v_t> = (||w*||^2 - ||w_{T+1} - w*||^2) / (2 eta) + (eta / 2) sum_t ||v_t||^2
//                        <= ||w*||^2 / (2 eta) + (eta / 2) sum_t ||v_t||^2
//
// Source: CS 4644/7643, problem set 2, item 3.2. `slack` is the right side of the inequality less
// the left one: the last distance to w*, which is `distance` here, squared and over 2 eta.
leat.model @telescope {
  config @eta = 0.3
  func @main(%v: f64[T, D], %w_star: f64[D])
      -> (lhs: f64, rhs: f64, slack: f64, distance: f64) {
    %w1 = full 0 : f64[D]
    %w_end, %terms = for %t = 1 to T carry(%w = %w1) over(%vt = %v) {
      %term = let sum((%w - %w_star) * %vt)
      %next = let %w - eta * %vt
      yield %next stack(%term) }
    %lhs = sum %terms
    %rhs = let sum(%w_star ** 2) / (2 * eta) + eta / 2 * sum(%v ** 2)
    %slack = let %rhs - %lhs
    %distance = let vector_norm(%w_end - %w_star)
    return %lhs, %rhs, %slack, %distance }
}
