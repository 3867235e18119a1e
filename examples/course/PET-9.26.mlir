// PET-9.26: the certified radius of a smoothed linear classifier is its distance to the boundary.
//
//   R = (sigma / 2) (Phi^-1(p_A) - Phi^-1(p_B)) = sigma Phi^-1(p_A) = |w.x + b| / ||w||
//   p_A = Phi(|w.x + b| / (sigma ||w||)),   p_B = 1 - p_A
//
// Source: Introduction to Deep Learning Theory, exercise 9.26. R does not depend on sigma. The bars
// of the bounds are lost in the text: what it supposes is that the lower bound of p_A is p_A, and
// the upper bound of p_B is p_B.
leat.model @linear_radius {
  func @main(%w: f64[D], %b: f64, %X: f64[N, D], %sigmas: f64[S] = [0.5, 2])
      -> (R: f64[N], pA: f64[S, N], R_by_sigma: f64[S, N]) {
    %R = let abs(sum(%X * %w, axis = 1) + %b) / vector_norm(%w)
    %sigma = unsqueeze %sigmas, axis = 1
    %pA = let ndtr(%R / %sigma)
    %pB = let ndtr(-%R / %sigma)                   // has the digits that 1 - pA would lose
    %certified = let %sigma / 2 * (ndtri(%pA) - ndtri(%pB))
    return %R, %pA, %certified }
}
