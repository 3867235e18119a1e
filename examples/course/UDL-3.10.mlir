// UDL-3.10: when do three hidden units give fewer than four linear regions?
//
//   f(x) = phi_0 + sum_d phi_d relu(theta_d0 + theta_d1 x)
//   unit d bends f at joint_d = -theta_d0 / theta_d1: from left to right the slope grows by
//   phi_d |theta_d1|. regions = 1 + number of places where the slope changes
//
// Source: Understanding Deep Learning, problem 3.10. There are fewer if two joints are at one
// place, or some theta_d1 or phi_d is 0; at one place changes may even cancel. Joints that are 1e-6
// apart are at one place, and a change of less than 1e-6 is none. On an interval a joint outside of
// it counts neither; here x is any number.
leat.model @fewer_regions {
  config @same_joint = 1e-6
  config @no_change = 1e-6
  // phi_0 ... phi_D, then theta_d0 and theta_d1 of each hidden unit, stand in one row: P = 3 D + 1.
  func @regions(%phi: f64[P]) -> (regions: i64) {
    %thirds = let reshape(slice(%phi, axis = 0, start = 1), shape = [3, -1])
    %phis = let %thirds[0]
    %theta = let transpose(reshape(slice(%thirds, axis = 0, start = 1), shape = [-1, 2]))
    %joint = let -%theta[0] / %theta[1]            // at infinity, where theta_d1 is 0
    %change = let %phis * abs(%theta[1])
    %same = let abs(unsqueeze(%joint, axis = 1) - %joint) <= same_joint
    %total = let sum(where(%same, %change, 0), axis = 1)
    %before = let sum(tril(f64(%same), offset = -1), axis = 1)
    // A place counts with the first joint that is there.
    %bend = let logical_and(%before == 0, abs(%total) >= no_change)
    %regions = let 1 + count_nonzero(%bend)
    return %regions }
  func @main(%param_sets: f64[S, P]) -> (regions: i64[S]) {
    %regions = vmap @regions(%param_sets) in_axes(0)
    return %regions }
}
