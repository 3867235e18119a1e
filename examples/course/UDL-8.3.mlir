// UDL-8.3: the last layer of a shallow network by least squares, in closed form.
//
//   f(x) = beta + sum_d omega_d h_d(x),   h_d(x) = relu(x - joint_d),   H = [1, h_1, h_2, h_3]
//   [beta, omega] = (H^T H)^-1 H^T y,   rss = |H [beta, omega] - y|^2
//
// Source: Understanding Deep Learning, problem 8.3. Where the first layer stays, the loss is
// quadratic in the rest. For other than three units: --set D=4.
leat.model @last_layer {
  config @D = 3                                    // hidden units
  func @features(%joints: f64[D], %x: f64[I]) -> (H: f64[I, P]) {
    %one = full 1 : f64[I, 1]
    %h = let relu(unsqueeze(%x, axis = 1) - %joints)
    %H = let concat(%one, %h, axis = 1)
    return %H }
  func @main(%joints: f64[D], %x: f64[I], %y: f64[I]) -> (params: f64[P], rss: f64) { // P is D + 1
    %H = let @features(%joints, %x)
    %column = unsqueeze %y, axis = 1
    %HtH = let matmul(%H, %H, transpose_lhs = true)
    %Hty = let matmul(%H, %column, transpose_lhs = true)
    %solved = solve %HtH, %Hty
    %rss = let mse_loss(matmul(%H, %solved), %column, reduction = sum)
    %params = squeeze %solved, axis = 1
    return %params, %rss }
}
