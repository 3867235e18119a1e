// UDL-4.5: depth, width and parameters of a deep network.
//
//   h_1 = relu(beta_0 + Omega_0 x),   h_k = relu(beta_(k-1) + Omega_(k-1) h_(k-1)) for k = 2 ... K,
//   y = beta_K + Omega_K h_K:   (Di + 1) D + (K - 1) (D + 1) D + (D + 1) Do
//
// Source: Understanding Deep Learning, problem 4.5. The depth is the number K of hidden layers, the
// width the number D of their units. Layers, their outputs and the parameters are counted by
//   leat check examples/course/UDL-4.5.mlir
leat.model @deep {
  config @Di = 5
  config @Do = 1
  config @K = 20
  config @D = 30
  block @dense(%x: f64[B, I]) config(O) -> (y) {
    param @weight : f64[O, I] = kaiming_normal
    param @bias : f64[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @hidden(%x: f64[B, I]) config(D) -> (h) {
    %z = apply @dense as linear (%x) {O = D}
    %h = relu %z
    return %h }
  func @net(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h = repeat K apply @hidden as hidden (%x) {D = D}
    %y = apply @dense as out (%h) {O = Do}
    return %y }
}
