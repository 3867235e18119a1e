// GT-3.3: the rate 1 / sqrt(T) of gradient descent, also where there is only a subgradient.
//
//   f(w) = mean_i |a_i . w - b_i|, b = A w*;   g = mean_i sign(a_i . w - b_i) a_i, ||g|| <= rho
//   w_1 = 0, w_{t+1} = w_t - eta g_t, eta = B / (rho sqrt(T)), B = ||w*||
//   f(mean_t w_t) - f(w*) <= B rho / sqrt(T)
//
// Source: CS 4644/7643, problem set 2, item 3.3, with a function of our own. rho is the mean of the
// ||a_i||, and the slope of |z| at 0 is taken as 0. `gap` has the left side for each T, `gap_T0`
// that for the first.
leat.model @rate {
  func @f(%w: f64[D], %A: f64[N, D], %b: f64[N]) -> (f: f64) {
    %f = let mean(abs(sum(%A * %w, axis = 1) - %b))
    return %f }
  // f at the mean of w_1 ... w_T, less its minimum, which is 0.
  func @gap(%T: i64, %eta: f64, %A: f64[N, D], %b: f64[N]) -> (gap: f64) {
    %w1 = full 0 : f64[D]
    %end, %sum = for %t = 1 to %T carry(%w = %w1, %sum = %w1) {
      %f, %g = grad @f(%w, %A, %b) wrt(w)
      %next = let %w - %eta * %g
      %more = let %sum + %w
      yield %next, %more }
    %gap = let @f(%sum / f64(%T), %A, %b)
    return %gap }
  func @main(%A: f64[N, D], %w_star: f64[D], %Ts: i64[R] = [50, 200, 800])
      -> (bound: f64[R], rho: f64, B: f64, gap_T0: f64, gap: f64[R]) {
    %b = let sum(%A * %w_star, axis = 1)
    %B = vector_norm %w_star
    %rho = let mean(vector_norm(%A, axis = 1))
    %root = let sqrt(f64(%Ts))
    %eta = let %B / (%rho * %root)
    %bound = let %B * %rho / %root
    %gaps = vmap @gap(%Ts, %eta, %A, %b) in_axes(0, 0, none, none)
    %first = let %gaps[0]
    return %bound, %rho, %B, %first, %gaps }
}
