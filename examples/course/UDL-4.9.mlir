// UDL-4.9: two hidden units can not go up, down and up again; four can, and more.
//
//   f(x) = phi_0 + sum_d phi_d relu(x - j_d), with relu(j_d - x) for the unit that looks left
//   two units of slopes a_1, a_2 where they are active, with joints j_1 < j_2, have the slopes
//     (left_1 a_1 + left_2 a_2,   right_1 a_1 + left_2 a_2,   right_1 a_1 + right_2 a_2)
//   on the three pieces, where a unit that looks to the right has right = 1, left = 0
//
// Source: Understanding Deep Learning, problem 4.9. In each of the four orientations one of the
// pieces is flat, or the middle slope, which should be negative, is the sum of the two positive
// ones.
leat.model @up_down_up {
  config @left_active_unit = 2                     // counted from 0
  func @f(%joints: f64[D], %phi: f64[P], %x: f64[N]) -> (f: f64[N]) { // P is D + 1
    %d = iota shape = [D], dtype = i64
    %right = let unsqueeze(%x, axis = 1) - %joints
    %h = let relu(where(%d == left_active_unit, -%right, %right))
    %f = let %phi[0] + sum(slice(%phi, axis = 0, start = 1) * %h, axis = 1)
    return %f }
  // Only the signs of a_1, a_2 and a_1 + a_2 count, and numbers from -2 to 2 have them all.
  func @feasible(%right1: f64, %right2: f64, %wanted: f64[S]) -> (can: i1) {
    %a = iota shape = [5], dtype = f64
    %a2 = let %a - 2
    %a1 = unsqueeze %a2, axis = 1
    %first = let sign((1 - %right1) * %a1 + (1 - %right2) * %a2) == sign(%wanted[0])
    %second = let sign(%right1 * %a1 + (1 - %right2) * %a2) == sign(%wanted[1])
    %third = let sign(%right1 * %a1 + %right2 * %a2) == sign(%wanted[2])
    %can = let any(logical_and(%first, logical_and(%second, %third)))
    return %can }
  func @main(%joints: f64[D], %phi: f64[P], %xs: f64[N],
             %slopes: f64[S] = [12, -12, 6, -6, 2])    // of f; two units try the first three
      -> (f: f64[N], two_unit_feasible_orientations: i64) {
    %f = let @f(%joints, %phi, %xs)
    %i = iota shape = [4], dtype = f64
    %right1 = let floor(%i / 2)                    // 0, 0, 1, 1
    %right2 = let mod(%i, 2)                       // 0, 1, 0, 1
    %can = vmap @feasible(%right1, %right2, %slopes) in_axes(0, 0, none)
    %n = let count_nonzero(%can)
    return %f, %n }
}
