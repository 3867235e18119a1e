// UDL-8.4: the test error is largest where there are as many examples as parameters.
//
//   y = X w + noise e, X of n rows and p columns
//   n < p:  the shortest w that fits all n,  w = X^T (X X^T)^-1 y
//   n >= p: least squares,  w = argmin ||X w - y||^2
//
// Source: Understanding Deep Learning, problem 8.4, on a model that is small enough to solve: the
// answer predicts a peak for n = 50410 examples and as many parameters (figure 8.10b). Up to n = p
// the training error is 0; at n = p the only w that fits does so by large elements, and the test
// error peaks. For each of `ns` the first n rows are used, and the test error is against X w
// without noise.
leat.model @double_descent {
  config @noise = 0.5
  config @parameters = 12                          // of @curve
  state @rng = seed
  // Rows from the n-th on are 0, and so have no part in any of the sums below.
  func @long(%X: f64[N, P], %y: f64[N, 1], %beyond: f64[N]) -> (w: f64[P, 1]) {
    %G = let linear(%X, %X) + diag(%beyond)       // 1 for the empty rows: X X^T has an inverse
    %w = let matmul(transpose(%X, axes = [1, 0]), solve(%G, %y))
    return %w }
  func @fit(%n: i64, %X: f64[N, P], %y: f64[N, 1]) -> (w: f64[P, 1], train: f64) {
    %used = let reshape(iota(shape = [N], dtype = i64) < %n, shape = [N, 1])
    %Xn = let where(%used, %X, 0)
    %yn = let where(%used, %y, 0)
    %short = let %n < P
    %w = if %short {
      %beyond = let reshape(1 - f64(%used), shape = [N])
      %w = let @long(%Xn, %yn, %beyond)
      yield %w } else {
      %w = lstsq %Xn, %yn
      yield %w }
    %train = let sum((matmul(%Xn, %w) - %yn) ** 2) / f64(%n)
    return %w, %train }
  func @main(%w: f64[P], %X: f64[N, P], %e: f64[N], %Xtest: f64[T, P],
             %ns: i64[K] = [4, 8, 12, 20, 40])
      -> (test_mse: f64[K], train_mse: f64[K], argmax_n: i64) {
    %truth = reshape %w, shape = [P, 1]
    %y = let matmul(%X, %truth) + noise * reshape(%e, shape = [N, 1])
    %test, %train = for %t = 1 to K over(%n = %ns) {
      %fit, %train = let @fit(%n, %X, %y)
      %test = let mean(matmul(%Xtest, %fit - %truth) ** 2)
      yield stack(%test, %train) }
    %argmax = let %ns[argmax(%test, axis = 0)]
    return %test, %train, %argmax }
  // For n = 1 ... K examples of a model that is drawn from @rng: the curve of the double descent.
  func @curve() -> (n: i64[K], test_mse: f64[K]) {
    %w = normal @rng : f64[parameters]
    %X = normal @rng : f64[K, parameters]
    %e = normal @rng : f64[K]
    %Xtest = normal @rng : f64[200, parameters]
    %ns = let 1 + iota(shape = [K], dtype = i64)
    %test, %train, %worst = let @main(%w, %X, %e, %Xtest, %ns)
    return %ns, %test }
}
