// UBC-3.3: Kaiming initialisation, from how the second moment travels through a ReLU network.
//
//   h_l = relu(W_l h_{l-1}),   q_l = E[h_l^2]:   q_l = 1/2 D_{l-1} sigma_W^2 q_{l-1}
//   constant if sigma_W^2 = 2 / D_{l-1};   for gradients, on the way back, if sigma_W^2 = 2 / D_l
//
// Source: CPEN 455, homework 1, problem 3.3. Its equation 93 passes on the variance of the ReLU's
// output; the recursion holds for the second moment E[h^2], which is not the variance as the mean
// is not 0, or for the variance D sigma_W^2 q of what goes into the ReLU. Equation 94 writes D_0
// for the width of every layer, and the problem calls the variance of the weights by the symbol of
// that of the layer. theory: q_l / q_0 in infinitely wide layers; measured: the mean square of what
// D units make of N rows. grad_mean_sq_he is the mean square of dL/dX for L = sum h, with 2 / D.
leat.model @kaiming {
  func @layer(%h: f64[N, D], %W: f64[D, D]) -> (h: f64[N, D]) {
    %next = let relu(linear(%h, %W))
    return %next }

  // q_0 and the q_l of all layers.
  func @with_first(%q0: f64, %qs: f64[depth]) -> (q: f64[?]) {
    %q = let concat(reshape(%q0, shape = [1]), %qs)
    return %q }
  func @measured(%X: f64[N, D], %W: f64[depth, D, D]) -> (q: f64[?]) {
    %last, %qs = for %l = 1 to depth carry(%h = %X) over(%Wl = %W) {
      %next = call @layer(%h, %Wl)
      %q = let mean(%next ** 2)
      yield %next stack(%q) }
    %all = let @with_first(mean(%X ** 2), %qs)
    return %all }
  // q_l / q_0 with weights of the variance %variance, in a network of the size of %W.
  func @theory(%variance: f64, %W: f64[depth, D, D]) -> (q: f64[?]) {
    %q0 = full 1 : f64
    %last, %qs = for %l = 1 to depth carry(%q = %q0) {
      %next = let D * %variance * %q / 2
      yield %next stack(%next) }
    %all = let @with_first(%q0, %qs)
    return %all }

  func @L(%X: f64[N, D], %W: f64[depth, D, D]) -> (L: f64) {
    %h = for %l = 1 to depth carry(%h0 = %X) over(%Wl = %W) {
      %next = call @layer(%h0, %Wl)
      yield %next }
    %L = sum %h
    return %L }

  func @main(%X: f64[N, D], %W_2_over_D: f64[depth, D, D], %W_1_over_D: f64[depth, D, D],
             %W_4_over_D: f64[depth, D, D])
      -> (theory_2_over_D: f64[?], measured_2_over_D: f64[?], grad_mean_sq_he: f64,
          theory_1_over_D: f64[?], measured_1_over_D: f64[?],
          theory_4_over_D: f64[?], measured_4_over_D: f64[?]) {
    %D = let f64(D)
    %theory_2 = let @theory(2 / %D, %W_2_over_D)
    %theory_1 = let @theory(1 / %D, %W_1_over_D)
    %theory_4 = let @theory(4 / %D, %W_4_over_D)
    %measured_2 = call @measured(%X, %W_2_over_D)
    %measured_1 = call @measured(%X, %W_1_over_D)
    %measured_4 = call @measured(%X, %W_4_over_D)
    %L, %dX = grad @L(%X, %W_2_over_D) wrt(X)
    %grad_mean_sq = let mean(%dX ** 2)
    return %theory_2, %measured_2, %grad_mean_sq, %theory_1, %measured_1, %theory_4, %measured_4 }
}
