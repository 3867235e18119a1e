// PET-9.28: the radius of randomised smoothing for two classes.
//
//   R = sigma Phi^-1(p_A);   at distance d the class has at least the probability
//   Phi(Phi^-1(p_A) - d / sigma),   which is 1/2 at d = R
//
// Source: Introduction to Deep Learning Theory, exercise 9.28. The worst base classifier is a
// half-space (by the lemma of Neyman and Pearson): it has just this probability. The text prints
// Phi with the factor 1 / (2 pi); the density of N(0, 1) has 1 / sqrt(2 pi).
leat.model @two_class_radius {
  config @sigma = 0.5
  func @main(%pA: f64[N], %ds: f64[K] = [0.1, 0.5, 1]) -> (R: f64[N], worst_case: f64[N, K]) {
    %z = ndtri %pA
    %R = let sigma * %z
    %worst = let ndtr(unsqueeze(%z, axis = 1) - %ds / sigma)
    return %R, %worst }
}
