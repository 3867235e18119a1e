// NET-SGLD: Langevin dynamics with the gradients of mini-batches.
//
//   theta' = theta + eta ( grad log p(theta) + N / n sum_{i in batch} grad log p(x_i | theta) )
//            + sqrt(2 eta) eps
//   prior N(0, prior_var), likelihood N(theta, 1):
//     log p(theta | x) = -a (theta - mean)^2 / 2 + const,   the posterior has the variance 1 / a
//   with all examples in each step theta goes to the variance 1 / (a (1 - eta a / 2))
//
// Source: Welling & Teh 2011. a, and the posterior's mean, come from the Hessian and one step of
// Newton's.
leat.model @sgld {
  config @eta = 0.02
  config @prior_var = 4.0

  func @log_prior(%theta: f64) -> (l: f64) {
    %l = let -%theta ** 2 / (2 * prior_var)
    return %l }
  // Up to a constant; %scale is N over the number of examples in %x.
  func @log_posterior(%theta: f64, %x: f64[N], %scale: f64) -> (l: f64) {
    %l = let @log_prior(%theta) - %scale * sum((%x - %theta) ** 2) / 2
    return %l }

  func @main(%x: f64[N], %batches: i64[steps, n], %eps: f64[steps], %theta0: f64)
      -> (trajectory: f64[steps], fullbatch_stationary_var: f64, posterior_mean_var: f64[2]) {
    %N = full N : f64
    %scale = let %N / n
    %eta = full eta : f64
    %last, %trajectory = for %k = 1 to steps
      carry(%theta = %theta0) over(%i = %batches, %e = %eps) {
      %batch = let %x[%i]
      %l, %g = grad @log_posterior(%theta, %batch, %scale) wrt(theta)
      %next = let %theta + %eta * %g + sqrt(2 * %eta) * %e
      yield %next stack(%next) }

    %one = full 1 : f64
    %l, %slope = grad @log_posterior(%theta0, %x, %one) wrt(theta)
    %h = hessian @log_posterior(%theta0, %x, %one) wrt(theta)
    %a = let -%h
    %var = let 1 / (%a * (1 - %eta * %a / 2))
    %mean = let %theta0 + %slope / %a
    %exact = let 1 / %a
    %posterior = stack %mean, %exact
    return %trajectory, %var, %posterior }
}
