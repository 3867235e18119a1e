// PET-5.14: the factor N / n makes the gradient of a mini-batch right on average.
//
//   E_S [ N / n sum_{i in S} grad log p(x_i | theta) ] = sum_i grad log p(x_i | theta)
//   S: all subsets of n of the N examples, equally likely;   log p(x | theta) = -(x - theta)^2 / 2
//
// Source: Introduction to Deep Learning Theory, exercise 5.14. In the exercise the index of the sum
// is i, while the summand has k_j. Here the average is taken over all subsets: those of the 2^N
// with n examples.
leat.model @minibatch {
  config @n = 2
  config @theta = 0.4

  func @log_p(%x: f64, %theta: f64) -> (l: f64) {
    %l = let -0.5 * (%x - %theta) ** 2
    return %l }
  func @slope(%x: f64, %theta: f64) -> (g: f64) {
    %l, %g = grad @log_p(%x, %theta) wrt(theta)
    return %g }

  // Mean and mean square of (estimate - center) over the subsets. Bit i of the number %s - 1 says
  // whether example i is in the subset.
  func @over_subsets(%g: f64[N], %center: f64) -> (mean: f64, square: f64) {
    %position = iota shape = [N], dtype = i64
    %one = full 1 : i64
    %N = full N : i64
    %last = shift_left %one, %N
    %zero = full 0 : f64
    %sum, %squares, %count = for %s = 1 to %last carry(%a = %zero, %b = %zero, %c = %zero) {
      %in = let bit_and(shift_right(%s - 1, %position), 1)
      %fits = let f64(sum(%in) == n)
      %d = let N / n * sum(f64(%in) * %g) - %center
      %a1 = let %a + %fits * %d
      %b1 = let %b + %fits * %d ** 2
      %c1 = let %c + %fits
      yield %a1, %b1, %c1 }
    %mean = let %sum / %count
    %square = let %squares / %count
    return %mean, %square }

  func @main(%x: f64[N]) -> (full: f64, mean_over_subsets: f64, var_over_subsets: f64) {
    %theta = full theta : f64
    %g = vmap @slope(%x, %theta) in_axes(0, none)
    %full = sum %g
    %zero = full 0 : f64
    %mean, %unused = call @over_subsets(%g, %zero)
    %none, %var = call @over_subsets(%g, %mean)
    return %full, %mean, %var }
}
