// UBC-1.1: why dropout divides by 1 - p.
//
//   h~_i = m_i h_i / (1 - p),   P(m_i = 1) = 1 - p:   E[w . h~] = w . h,
//   without dividing (1 - p) w . h
//
// Source: CPEN 455, homework 1, problem 1.1. Its equation 2 prints the denominator as 1 - n, and
// its W is N x M where W x asks for M x N. Expectations are exact here: sums over all 2^M masks,
// and number i is the mask whose elements are the binary digits of i.
leat.model @dropout_mean {
  config @p = 0.3
  config @mc_n = 100000
  state @rng = seed
  // The mask of number %i, as 0s and 1s.
  func @mask(%i: i64, %h: f64[M]) -> (mask: f64[M]) {
    %unit = iota shape = [M], dtype = i64
    %mask = let f64(bit_and(shift_right(%i, %unit), 1))
    return %mask }
  func @main(%h: f64[M], %w: f64[M])
      -> (E_scaled: f64, E_unscaled: f64, w_dot_h: f64, var_scaled: f64,
          E_scaled_mc: f64, E_unscaled_mc: f64, var_scaled_mc: f64) {
    %last = let shift_left(i64(1), i64(M)) - 1
    %zero = full 0 : f64
    %E, %E_square, %E_unscaled =
      for %i = 0 to %last carry(%sum = %zero, %squares = %zero, %unscaled = %zero) {
        %m = call @mask(%i, %h)
        %probability = let prod(%m * (1 - p) + (1 - %m) * p)
        %y = let sum(%w * %m * %h)
        %scaled = let %y / (1 - p)
        %sum1 = let %sum + %probability * %scaled
        %squares1 = let %squares + %probability * %scaled ** 2
        %unscaled1 = let %unscaled + %probability * %y
        yield %sum1, %squares1, %unscaled1 }
    %variance = let %E_square - %E ** 2
    %w_dot_h = let sum(%w * %h)

    %dropped = bernoulli @rng (p) : f64[mc_n, M]
    %ys = let sum(%w * (1 - %dropped) * %h, axis = 1)
    %E_unscaled_mc = mean %ys
    %E_mc = let mean(%ys / (1 - p))
    %variance_mc = let var(%ys / (1 - p))
    return %E, %E_unscaled, %w_dot_h, %variance, %E_mc, %E_unscaled_mc, %variance_mc }
}
