// NET-INIT: the scales of Xavier's and of Kaiming's initialisation.
//
//   fan_in, fan_out: (in, out) of a linear layer, (Ci k^2, Co k^2) of a convolution
//   Xavier:  variance 2 / (fan_in + fan_out)
//   Kaiming: variance 2 / ((1 + a^2) fan_in),  a the slope of a leaky ReLU for negative numbers
//   a uniform distribution over (-bound, bound) has the variance bound^2 / 3
//
// Sources: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
// networks" (2010); He et al., "Delving deep into rectifiers" (2015). Given are weights as they are
// stored: %lin are (out, in), %conv (Co, Ci, k). The five results: Xavier's standard deviation and
// bound, Kaiming's standard deviation and bound for a ReLU, Kaiming's standard deviation for the
// leaky ReLU.
leat.model @initialisers {
  config @a = 0.1
  config @n = 100000
  state @rng = seed
  func @xavier(%fan_in: f64, %fan_out: f64) -> (std: f64) {
    %std = let sqrt(2 / (%fan_in + %fan_out))
    return %std }
  func @kaiming(%fan_in: f64, %slope: f64) -> (std: f64) {
    %std = let sqrt(2 / ((1 + %slope ** 2) * %fan_in))
    return %std }
  func @bound(%std: f64) -> (bound: f64) {
    %bound = let sqrt(3) * %std
    return %bound }
  // What the draws should be, and what they are.
  func @five(%fan_in: f64, %fan_out: f64) -> (exact: f64[5], drawn: f64[5]) {
    %xavier = call @xavier(%fan_in, %fan_out)
    %relu = let @kaiming(%fan_in, 0)
    %leaky = let @kaiming(%fan_in, f64(a))
    %exact = let stack(%xavier, @bound(%xavier), %relu, @bound(%relu), %leaky)
    %drawn = let stack(@rms(%xavier), @largest(@bound(%xavier)),
                       @rms(%relu), @largest(@bound(%relu)), @rms(%leaky))
    return %exact, %drawn }
  func @rms(%std: f64) -> (rms: f64) {
    %z = normal @rng : f64[n]
    %rms = let sqrt(mean((%std * %z) ** 2))
    return %rms }
  func @largest(%bound: f64) -> (largest: f64) {
    %u = uniform @rng (-1.0, 1.0) : f64[n]
    %largest = let max(abs(%bound * %u))
    return %largest }
  func @main(%lin: i64[2] = [40, 10], %conv: i64[3] = [16, 3, 5])
      -> (linear: f64[5], conv: f64[5], linear_mc: f64[5], conv_mc: f64[5]) {
    %out_in = let f64(%lin)
    %linear, %linear_mc = let @five(%out_in[1], %out_in[0])
    %co_ci_k = let f64(%conv)
    %k2 = let %co_ci_k[2] ** 2
    %of_conv, %conv_mc = let @five(%co_ci_k[1] * %k2, %co_ci_k[0] * %k2)
    return %linear, %of_conv, %linear_mc, %conv_mc }
}
