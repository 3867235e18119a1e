// UDL-10.18: weights and biases of each layer of the VGG networks.
//
//   convolution of C_i to C_o channels: 9 C_o C_i weights, C_o biases
//   fully connected: D_o D_i weights, D_o biases
//   VGG-19 has 2, 2, 4, 4, 4 convolutions 3 x 3 between its pools, VGG-16 has 2, 2, 3, 3, 3
//
// Source: Understanding Deep Learning, problem 10.18 (Simonyan & Zisserman 2014); the channels are
// those of the figure and the paper. Count with
//   leat check examples/course/UDL-10.18.mlir
leat.model @vgg {
  config @C1 = 64
  config @C2 = 128
  config @C3 = 256
  config @C4 = 512
  config @C5 = 512
  config @F = 4096
  config @Classes = 1000
  config @depth12 = 2                              // convolutions in the first two stages
  config @depth345_vgg19 = 4                       // and in the other three
  config @depth345_vgg16 = 3
  block @conv(%x: f64[B, C, H, W]) config(Co) -> (y) {
    param @weight : f64[Co, C, 3, 3] = kaiming_normal
    param @bias : f64[Co] = zeros
    %y = let relu(conv(%x, @weight, @bias, padding = 1))
    return %y }
  block @stage(%x: f64[B, C, H, W]) config(Co, depth) -> (y) {
    %h = repeat depth apply @conv as conv (%x) {Co = Co}
    %y = max_pool %h, kernel = 2
    return %y }
  block @dense(%x: f64[B, I]) config(O) -> (y) {
    param @weight : f64[O, I] = kaiming_normal
    param @bias : f64[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @net(%image: f64[B, C, H, W]) config(deep) -> (y) {
    %a = apply @stage as stage1 (%image) {Co = C1, depth = depth12}
    %b = apply @stage as stage2 (%a) {Co = C2, depth = depth12}
    %c = apply @stage as stage3 (%b) {Co = C3, depth = deep}
    %d = apply @stage as stage4 (%c) {Co = C4, depth = deep}
    %e = apply @stage as stage5 (%d) {Co = C5, depth = deep}
    %flat = reshape %e, shape = [B, -1]            // 7 x 7 positions are left
    %f = apply @dense as fc1 (%flat) {O = F}
    %r = relu %f
    %g = apply @dense as fc2 (%r) {O = F}
    %s = relu %g
    %y = apply @dense as fc3 (%s) {O = Classes}
    return %y }
  func @vgg19(%image: f64[B, 3, 224, 224]) -> (logits: f64[B, Classes]) {
    %y = apply @net as vgg19 (%image) {deep = depth345_vgg19}
    return %y }
  func @vgg16(%image: f64[B, 3, 224, 224]) -> (logits: f64[B, Classes]) {
    %y = apply @net as vgg16 (%image) {deep = depth345_vgg16}
    return %y }
}
