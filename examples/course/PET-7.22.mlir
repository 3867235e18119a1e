// PET-7.22: for p below 1 the l_p functional is no norm.
//
//   ||x||_p = (sum_i |x_i|^p)^(1/p);   ||e1 + e2||_p = 2^(1/p),   ||e1||_p + ||e2||_p = 2
//
// Source: Introduction to Deep Learning Theory, exercise 7.22. For 0 < p < 1 there is 2^(1/p) > 2,
// against the triangle inequality, which holds for p >= 1. In the text the range of p has got lost
// ("for 0 the functional"); what is meant is 0 < p < 1.
leat.model @lp {
  // Written out: the op vector_norm is for norms, and takes no p below 1.
  func @lp(%p: f64, %x: f64[D]) -> (length: f64) {
    %length = let sum(abs(%x) ** %p) ** (1 / %p)
    return %length }
  func @main(%ps: f64[P], %x: f64[D], %y: f64[D])
      -> (norm_e1_plus_e2: f64[P], x_y_xplusy: f64[P, 3]) {
    %i = iota shape = [D], dtype = i64
    %e1_plus_e2 = let f64(%i < 2)
    %units = vmap @lp(%ps, %e1_plus_e2) in_axes(0, none)
    %of_x = vmap @lp(%ps, %x) in_axes(0, none)
    %of_y = vmap @lp(%ps, %y) in_axes(0, none)
    %sum = let %x + %y
    %of_sum = vmap @lp(%ps, %sum) in_axes(0, none)
    // A norm has the last of a row at most the sum of the others.
    %all = stack %of_x, %of_y, %of_sum, axis = 1
    return %units, %all }
}
