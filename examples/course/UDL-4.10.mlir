// UDL-4.10: how many parameters has a deep network of one input and one output?
//
//   2 D + (K - 1) D (D + 1) + D + 1 = 3 D + 1 + (K - 1) D (D + 1)
//
// Source: Understanding Deep Learning, problem 4.10: K hidden layers of D units. Count for any K
// and D with
//   leat check examples/course/UDL-4.10.mlir --set K=10 --set D=5
leat.model @deep {
  config @Di = 1
  config @Do = 1
  config @K = 1
  config @D = 95
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
