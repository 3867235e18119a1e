// UDL-11.4: the variance of what the two branches of a residual block add up to.
//
//   Var[x + y] = Var[x] + Var[y] + 2 Cov[x, y],   Cov[x, y] = E[(x - E[x]) (y - E[y])]
//
// Source: Understanding Deep Learning, problem 11.4. Its answer prints the covariance once; it
// counts twice. Behind random weights of mean 0 the residual branch is not correlated with its
// input, and the variances add. Here (x, y) has n values, value i with probability prob_i, once
// these sum to 1.
leat.model @variance_of_sum {
  func @covariance(%p: f64[N], %x: f64[N], %y: f64[N]) -> (cov: f64) {
    %dx = let %x - sum(%p * %x)
    %dy = let %y - sum(%p * %y)
    %cov = let sum(%p * %dx * %dy)
    return %cov }
  func @main(%prob: f64[N], %x: f64[N], %y: f64[N]) -> (var_x_y_cov: f64[3], var_sum: f64) {
    %p = let %prob / sum(%prob)
    %parts = let stack(@covariance(%p, %x, %x), @covariance(%p, %y, %y), @covariance(%p, %x, %y))
    %sum = let %x + %y
    %var_sum = let @covariance(%p, %sum, %sum)
    return %parts, %var_sum }
}
