// UDL-4.6: what adds more weights, one more layer or one more unit in each?
//
//   weights = Di D + (K - 1) D^2 + D Do
//   with K + 1 for K: D^2 more;   with D + 1 for D: Di + (K - 1) (2 D + 1) + Do more
//
// Source: Understanding Deep Learning, problem 4.6, for the networks as they are, deeper and wider.
// The question is about weights, so there are no biases. Count with
//   leat check examples/course/UDL-4.6.mlir
leat.model @deeper_or_wider {
  config @Di = 1
  config @Do = 1
  config @K = 10
  config @D = 10
  block @dense(%x: f64[B, I]) config(O) -> (y) {
    param @weight : f64[O, I] = kaiming_normal
    %y = let linear(%x, @weight)
    return %y }
  block @hidden(%x: f64[B, I]) config(D) -> (h) {
    %z = apply @dense as linear (%x) {O = D}
    %h = relu %z
    return %h }
  block @wider(%x: f64[B, I]) config(D) -> (h) {
    %units = apply @hidden as units (%x) {D = D}
    %one_more = apply @hidden as one_more (%x) {D = 1}
    %h = concat %units, %one_more, axis = 1
    return %h }
  func @base(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h = repeat K apply @hidden as base.hidden (%x) {D = D}
    %y = apply @dense as base.out (%h) {O = Do}
    return %y }
  func @depth_plus_1(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h = repeat K apply @hidden as deeper.hidden (%x) {D = D}
    %one_more = apply @hidden as deeper.one_more (%h) {D = D}
    %y = apply @dense as deeper.out (%one_more) {O = Do}
    return %y }
  func @width_plus_1(%x: f64[B, Di]) -> (y: f64[B, Do]) {
    %h = repeat K apply @wider as wider.hidden (%x) {D = D}
    %y = apply @dense as wider.out (%h) {O = Do}
    return %y }
}
