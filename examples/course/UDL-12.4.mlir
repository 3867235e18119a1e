// UDL-12.4: the derivatives of a softmax of which one logit is much larger than the others.
//
//   y_i = exp(z_i) / sum_j exp(z_j),   dy_i/dz_j = y_i (delta_ij - y_j)
//
// Source: Understanding Deep Learning, problem 12.4. All derivatives are as good as 0: such a
// softmax does not learn. How small they are is told by their logarithms,
//   log |J_ij| = log y_i + log y_j,   log J_ii = log y_i + log(1 - y_i),
// with 1 - y_i taken as the softmax of all classes but i: where y_i rounds to 1 the difference is
// 0.
leat.model @saturated {
  func @y(%z: f64[N]) -> (y: f64[N]) {
    %y = softmax %z
    return %y }
  func @log10_abs_J(%z: f64[N]) -> (log10_abs_J: f64[N, N]) {
    %log_y = log_softmax %z
    %i = iota shape = [N, 1], dtype = i64, axis = 0
    %j = iota shape = [1, N], dtype = i64, axis = 1
    %others = let where(%i == %j, log(0), %z) // row i has all logits but the i-th
    %log_rest = let logsumexp(%others, axis = 1) - logsumexp(%z) // log(1 - y_i)
    %diagonal = let reshape(%log_rest, shape = [N, 1])
    %log_abs_J = let reshape(%log_y, shape = [N, 1]) + where(%i == %j, %diagonal, %log_y)
    %log10_abs_J = let %log_abs_J / log(10)
    return %log10_abs_J }
  func @main(%z: f64[N]) -> (y: f64[N], J: f64[N, N], log10_abs_J: f64[N, N]) {
    %y = call @y(%z)
    %J = jacobian @y(%z) wrt(z)
    %log10_abs_J = call @log10_abs_J(%z)
    return %y, %J, %log10_abs_J }
}
