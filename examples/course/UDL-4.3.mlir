// UDL-4.3: moving scale factors through two ReLU layers.
//
//   relu(beta_1 + lam_1 Omega_1 relu(beta_0 + lam_0 Omega_0 x))
//     = lam_0 lam_1 relu(beta_1 / (lam_0 lam_1) + Omega_1 relu(beta_0 / lam_0 + Omega_0 x))
//
// Source: Understanding Deep Learning, problem 4.3. The problem lets lam be 0, too; but the right
// side divides by both of them, so they have to be positive. Both sides are results.
leat.model @scale_factors {
  func @main(%Omega0: f64[D1, D0], %beta0: f64[D1], %Omega1: f64[D2, D1], %beta1: f64[D2],
             %x: f64[D0], %lam: f64[2] = [0.7, 2.3]) -> (lhs: f64[D2], rhs: f64[D2]) {
    %lam0 = let %lam[0]
    %lam1 = let %lam[1]
    %h = let relu(linear(%x, %lam0 * %Omega0, %beta0))
    %lhs = let relu(linear(%h, %lam1 * %Omega1, %beta1))
    %g = let relu(linear(%x, %Omega0, %beta0 / %lam0))
    %rhs = let %lam0 * %lam1 * relu(linear(%g, %Omega1, %beta1 / (%lam0 * %lam1)))
    return %lhs, %rhs }
}
