// UDL-5.9: targets in different units, such as metres and kilos, in one least-squares loss.
//
//   SS_d = sum_i (y_id - (phi0_d + phi1_d x_i))^2 with the best lines,
//   share_d = SS_d / sum_d SS_d
//   with a variance for each target:
//   L = sum_d (I/2 log sigma_d^2 + SS_d / (2 sigma_d^2)),  best at sigma_d^2 = SS_d / I
//
// Source: Understanding Deep Learning, problem 5.9. The target with the larger numbers makes up
// nearly all of the loss. Two remedies: make the targets' means 0 and variances 1, and undo it in
// the prediction; or learn a variance for each.
leat.model @units {
  // What is left of each column of %Y behind its best line in %x.
  func @ss(%x: f64[I], %Y: f64[I, D]) -> (ss: f64[D]) {
    %dx = let reshape(%x - mean(%x), shape = [I, 1])
    %dY = let %Y - mean(%Y, axis = 0)
    %slope = let sum(%dx * %dY, axis = 0) / sum(%dx ** 2)
    %ss = let sum((%dY - %slope * %dx) ** 2, axis = 0)
    return %ss }
  func @main(%x: f64[I], %Y: f64[I, D])
      -> (ss: f64[D], share: f64[D], opt_var: f64[D], share_standardised: f64[D]) {
    %ss = call @ss(%x, %Y)
    %share = let %ss / sum(%ss)
    %opt_var = let %ss / I
    %ss1 = let @ss(%x, standardize(%Y, axis = 0, eps = 0))
    %share1 = let %ss1 / sum(%ss1)
    return %ss, %share, %opt_var, %share1 }
}
