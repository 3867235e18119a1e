// UDL-15.3: the earth mover's problem as a linear programme.
//
//   min over P >= 0 of sum_ij P_ij |i - j|   with   sum_j P_ij = p_i,   sum_i P_ij = q_j
//
//   With the columns of P one below the other, the constraints are A vec(P) = [p; q]:
//   A_(i, i + nk) = 1 in the first n rows, A_(n + j, nj ... nj + n - 1) = 1 in the others.
//   On a line the optimum is W1 = sum_i |F_i - G_i|, F and G being the sums of p and q up to i.
//
// Source: Understanding Deep Learning, problem 15.3. The arguments are divided by their sums. The
// last results show that W1 is the optimum: the plan that moves earth without crossing has the sums
// p and q, and W1 as its cost.
leat.model @earth_mover {
  func @constraints(%p: f64[N]) -> (A: i64[?, ?]) {
    %I = eye count = N, dtype = i64
    %row = let broadcast_to(unsqueeze(%I, axis = 1), shape = [N, N, N])
    %column = let broadcast_to(unsqueeze(%I, axis = 2), shape = [N, N, N])
    %A = let concat(reshape(%row, shape = [N, -1]), reshape(%column, shape = [N, -1]))
    return %A }
  // P_ij is how much of [0, 1] lies both in the i-th part of p and in the j-th part of q.
  func @plan(%p: f64[N], %q: f64[N]) -> (P: f64[N, N]) {
    %F = let reshape(cumsum(%p), shape = [N, 1])
    %G = cumsum %q
    %P = let relu(minimum(%F, %G) - maximum(%F - reshape(%p, shape = [N, 1]), %G - %q))
    return %P }
  func @main(%p: f64[N], %q: f64[N])
      -> (A: i64[?, ?], W1: f64, plan_cost: f64, plan_p: f64[N], plan_q: f64[N]) {
    %from = let %p / sum(%p)
    %to = let %q / sum(%q)
    %A = call @constraints(%from)
    %W1 = let sum(abs(cumsum(%from) - cumsum(%to)))
    %P = call @plan(%from, %to)
    %i = iota shape = [N, 1], dtype = f64
    %cost = let sum(%P * abs(%i - transpose(%i)))
    %plan_p = sum %P, axis = 1
    %plan_q = sum %P, axis = 0
    return %A, %W1, %cost, %plan_p, %plan_q }
}
