// COS-1b.iii: the mean of the reverse posterior by the noise in x_t instead of x_0, for all t.
//
//   x_0 = (x_t - sqrt(1 - ab_t) eps) / sqrt(ab_t)
//   mu_t = 1 / sqrt(alpha_t) ( x_t - beta_t / sqrt(1 - ab_t) eps )
//
// Source: COS 514, assignment 3, problem 1b.iii. `mean_by_x0` is the mean of problem 1b.ii at that
// x_0: the same numbers.
leat.model @by_noise {
  func @posterior_mean(%beta: f64[T, 1], %ab: f64[T, 1], %before: f64[T, 1], %x0: f64[T, D],
      %xt: f64[D]) -> (mean: f64[T, D]) {
    %scaled = let sqrt(%before) * %beta * %x0 + sqrt(1 - %beta) * (1 - %before) * %xt
    %mean = let %scaled / (1 - %ab)
    return %mean }

  func @main(%betas: f64[T], %xt: f64[D], %eps: f64[D])
      -> (mean: f64[T, D], x0: f64[T, D], mean_by_x0: f64[T, D]) {
    %beta = reshape %betas, shape = [T, 1]                 // a row for each t
    %all = let pad(cumprod(1 - %beta), low = [1, 0], high = [0, 0], value = 1)
    %ab = slice %all, axis = 0, start = 1
    %before = slice %all, axis = 0, stop = -1
    %mean = let (%xt - %beta / sqrt(1 - %ab) * %eps) / sqrt(1 - %beta)
    %x0 = let (%xt - sqrt(1 - %ab) * %eps) / sqrt(%ab)
    %same = let @posterior_mean(%beta, %ab, %before, %x0, %xt)
    return %mean, %x0, %same }
}
