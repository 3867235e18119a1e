// UDL-10.19: He's initialisation of a convolution.
//
//   fan_in = k^2 C1,   weights from N(0, 2 / fan_in),   offsets 0
//
// Source: Understanding Deep Learning, problem 10.19, for kernels of 3 x 3. The size of the image
// and the number of channels that come out do not matter. %C1 are several numbers of channels that
// go in.
leat.model @he_conv {
  config @k = 3
  config @n = 100000
  state @rng = seed
  func @variance(%C1: i64) -> (variance: f64) {
    %fan_in = let k * k * f64(%C1)
    %variance = let 2 / %fan_in
    return %variance }
  func @simulate(%C1: i64) -> (variance: f64, std: f64) {
    %z = normal @rng : f64[n]
    %weights = let sqrt(@variance(%C1)) * %z
    %mean_square = let mean(%weights ** 2)
    %root = sqrt %mean_square
    return %mean_square, %root }
  func @main(%C1: i64[A] = [3, 64, 256])
      -> (variance: f64[A], std: f64[A], variance_mc: f64[A], std_mc: f64[A]) {
    %variance = vmap @variance(%C1) in_axes(0)
    %std = sqrt %variance
    %variance_mc, %std_mc = vmap @simulate(%C1) in_axes(0)
    return %variance, %std, %variance_mc, %std_mc }
}
