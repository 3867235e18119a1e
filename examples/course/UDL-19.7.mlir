// UDL-19.7: control variates.
//
//   a' = a - c (b - E b):   E a' = E a,   Var a' = Var a - 2 c Cov(a, b) + c^2 Var b
//   c* = Cov(a, b) / Var b,   where Var a' = (1 - rho^2) Var a
//   rho = Cov(a, b) / sqrt(Var a Var b)
//
// Source: Understanding Deep Learning, problem 19.7. The pair (a_i, b_i) has the probability
// prob_i, divided by the sum of them all. The solution has 0 <= rho <= 1; it is -1 <= rho <= 1, and
// rho^2 that lies between 0 and 1.
leat.model @control_variate {
  func @cov(%p: f64[n], %x: f64[n], %y: f64[n]) -> (cov: f64) {
    %cov = let sum(%p * (%x - sum(%p * %x)) * (%y - sum(%p * %y)))
    return %cov }
  func @main(%prob: f64[n], %a: f64[n], %b: f64[n])
      -> (c_star: f64, var_a: f64, var_a_prime: f64, rho: f64) {
    %p = let %prob / sum(%prob)
    %var_a = call @cov(%p, %a, %a)
    %var_b = call @cov(%p, %b, %b)
    %cov_ab = call @cov(%p, %a, %b)
    %c = let %cov_ab / %var_b
    %a_prime = let %a - %c * (%b - sum(%p * %b))
    %var_a_prime = call @cov(%p, %a_prime, %a_prime)
    %rho = let %cov_ab / sqrt(%var_a * %var_b)
    return %c, %var_a, %var_a_prime, %rho }
}
