// UDL-11.6: how many parameters does batch normalisation add?
//
//   plain: h_k = relu(Omega_k h_(k-1) + beta_k), k = 1 ... K:   2 D + (K - 1) D (D + 1) + D + 1
//   normed: h_k = relu(gamma_k norm(Omega_k h_(k-1) + beta_k) + delta_k):   2 K D more
//   lean: the same without beta_k, which the norm takes off again:   K D less
//
// Source: Understanding Deep Learning, problem 11.6: one input, K = 10 hidden layers of D = 20
// units, one output. Count with
//   leat check examples/course/UDL-11.6.mlir
leat.model @batch_norm_counted {
  config @D = 20
  config @K = 10
  block @dense(%x: f64[B, I]) config(O) -> (y) {
    param @weight : f64[O, I] = kaiming_normal
    param @bias : f64[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @no_bias(%x: f64[B, I]) config(O) -> (y) {
    param @weight : f64[O, I] = kaiming_normal
    %y = let linear(%x, @weight)
    return %y }
  block @norm(%x: f64[B, I]) -> (y) {
    param @gamma : f64[I] = ones     param @delta : f64[I] = zeros
    state @mean : f64[I] = zeros     state @variance : f64[I] = ones
    %y = let batch_norm(%x, @gamma, @delta, mean = @mean, variance = @variance)
    return %y }
  block @plain_layer(%x: f64[B, I]) config(D) -> (h) {
    %z = apply @dense as linear (%x) {O = D}
    %h = relu %z
    return %h }
  block @normed_layer(%x: f64[B, I]) config(D) -> (h) {
    %z = apply @dense as linear (%x) {O = D}
    %n = apply @norm as norm (%z)
    %h = relu %n
    return %h }
  block @lean_layer(%x: f64[B, I]) config(D) -> (h) {
    %z = apply @no_bias as linear (%x) {O = D}
    %n = apply @norm as norm (%z)
    %h = relu %n
    return %h }
  func @plain(%x: f64[B, 1]) -> (y: f64[B, 1]) {
    %h = repeat K apply @plain_layer as plain.hidden (%x) {D = D}
    %y = apply @dense as plain.out (%h) {O = 1}
    return %y }
  func @normed(%x: f64[B, 1]) -> (y: f64[B, 1]) {
    %h = repeat K apply @normed_layer as normed.hidden (%x) {D = D}
    %y = apply @dense as normed.out (%h) {O = 1}
    return %y }
  func @lean(%x: f64[B, 1]) -> (y: f64[B, 1]) {
    %h = repeat K apply @lean_layer as lean.hidden (%x) {D = D}
    %y = apply @dense as lean.out (%h) {O = 1}
    return %y }
}
