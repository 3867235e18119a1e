// UDL-4.8: a sawtooth network, composed with itself.
//
//   f(x) = phi_0 + phi_1 relu(x - j_1) + phi_2 relu(x - j_2) + phi_3 relu(j_3 - x)
//   f_composed = f o f o ... o f: K compositions of f with itself, of 4^(K+1) pieces
//
// Source: Understanding Deep Learning, problem 4.8. Three units, of which the last one looks to the
// left, make f go up and down twice on [0, 1]. Each of its pieces covers all of [0, 1], so every
// composition makes four pieces of one. `pieces` has those of f, f o f ...: where slopes differ
// there is another piece.
leat.model @saw {
  config @K = 2
  config @grid = 262144                            // points; a narrower piece is not seen
  func @f(%joints: f64[D], %phi: f64[P], %x: f64[N]) -> (f: f64[N]) { // P is D + 1
    %d = iota shape = [D], dtype = i64
    %right = let unsqueeze(%x, axis = 1) - %joints
    %h = let relu(where(%d == D - 1, -%right, %right))
    %f = let %phi[0] + sum(slice(%phi, axis = 0, start = 1) * %h, axis = 1)
    return %f }
  func @pieces(%slope: f64[G]) -> (n: i64) {
    %left = slice %slope, axis = 0, stop = -1
    %right = slice %slope, axis = 0, start = 1
    %bend = let abs(%right - %left) > 1e-6 * (abs(%right) + abs(%left))
    %n = let 1 + count_nonzero(%bend)
    return %n }
  func @main(%joints: f64[D], %phi: f64[P], %xs: f64[N])
      -> (f: f64[N], f_composed: f64[N], pieces: i64[M]) {      // M is K + 1
    %f = let @f(%joints, %phi, %xs)
    %f_composed = for %k = 0 to K carry(%y = %xs) {
      %z = let @f(%joints, %phi, %y)
      yield %z }
    // The chain rule at the middles of equal cells of [0, 1]: the slope of f times that so far.
    %i = iota shape = [grid], dtype = f64
    %x0 = let (%i + 0.5) / grid
    %one = full 1 : f64[grid]
    %x, %s, %pieces = for %k = 0 to K carry(%x = %x0, %s = %one) {
      %fx, %ds = jvp @f(%joints, %phi, %x) tangent(%s) wrt(x)
      %n = let @pieces(%ds)
      yield %fx, %ds stack(%n) }
    return %f, %f_composed, %pieces }
}
