// UDL-4.4: the sizes of a deep network with widths 5, 20, 10, 7, 4.
//
//   h_1 = relu(beta_0 + Omega_0 x),   h_2 = relu(beta_1 + Omega_1 h_1),
//   h_3 = relu(beta_2 + Omega_2 h_2),   y = beta_3 + Omega_3 h_3;   Omega_k is D_(k+1) x D_k
//   here Omega_k[i, j] = sin(1 + k + 3 i + 5 j) / sqrt(D_k),   beta_k[i] = cos(k + i) / 4
//
// Source: Understanding Deep Learning, problem 4.4. The network has parameters of its own, which
//   leat check examples/course/UDL-4.4.mlir
// counts; @main runs it with those of the formulas in their place.
leat.model @widths {
  config @Di = 5
  config @D1 = 20
  config @D2 = 10
  config @D3 = 7
  config @Do = 4
  param @Omega0 : f64[D1, Di] = kaiming_normal   param @beta0 : f64[D1] = zeros
  param @Omega1 : f64[D2, D1] = kaiming_normal   param @beta1 : f64[D2] = zeros
  param @Omega2 : f64[D3, D2] = kaiming_normal   param @beta2 : f64[D3] = zeros
  param @Omega3 : f64[Do, D3] = kaiming_normal   param @beta3 : f64[Do] = zeros
  func @net(%x: f64[Di]) -> (y: f64[Do]) {
    %h1 = let relu(linear(%x, @Omega0, @beta0))
    %h2 = let relu(linear(%h1, @Omega1, @beta1))
    %h3 = let relu(linear(%h2, @Omega2, @beta2))
    %y = let linear(%h3, @Omega3, @beta3)
    return %y }

  func @filled(%Omega: f64[O, I], %beta: f64[O], %k: f64) -> (Omega: f64[O, I], beta: f64[O]) {
    %i = iota shape = [O, I], dtype = f64
    %j = iota shape = [O, I], dtype = f64, axis = 1
    %Omega_k = let sin(1 + %k + 3 * %i + 5 * %j) / sqrt(I)
    %n = iota shape = [O], dtype = f64
    %beta_k = let cos(%k + %n) / 4
    return %Omega_k, %beta_k }
  func @size(%Omega: f64[O, I]) -> (size: i64[2]) {
    %rows = full O : i64
    %columns = full I : i64
    %size = stack %rows, %columns
    return %size }
  func @main(%x: f64[Di]) -> (sizes: i64[4, 2], y: f64[Do]) {
    %Omega0, %beta0 = let @filled(@Omega0, @beta0, 0)
    %Omega1, %beta1 = let @filled(@Omega1, @beta1, 1)
    %Omega2, %beta2 = let @filled(@Omega2, @beta2, 2)
    %Omega3, %beta3 = let @filled(@Omega3, @beta3, 3)
    %sizes = let stack(@size(%Omega0), @size(%Omega1), @size(%Omega2), @size(%Omega3))
    %given = bundle(@Omega0 = %Omega0, @beta0 = %beta0, @Omega1 = %Omega1, @beta1 = %beta1,
                    @Omega2 = %Omega2, @beta2 = %beta2, @Omega3 = %Omega3, @beta3 = %beta3)
    %y = call @net(%x) with(params = %given)
    return %sizes, %y }
}
