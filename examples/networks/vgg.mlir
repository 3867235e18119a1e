// VGG-16 and VGG-19 (Simonyan & Zisserman 2015, Very deep convolutional networks for large-scale
// image recognition, configurations D and E; Prince 2023, Understanding Deep Learning, problem
// 10.18): convolutions 3 x 3 only, in five stages, and three linear layers. Behind each stage the
// image is half as wide; of 224 x 224 are left 7 x 7. 138,357,544 parameters, and with --set Deep=4
// the 143,667,240 of VGG-19.
//
//   leat check examples/networks/vgg.mlir --set Deep=4
//   leat train examples/networks/vgg.mlir --data images:DIR --batch 256 --epochs 74
leat.model @vgg {
  include "layers.mlir"
  config @Channels = 3   config @Size = 224   config @Classes = 1000
  config @Deep = 3                                 // convolutions in each of the last three stages
  config @C1 = 64   config @C2 = 128   config @C3 = 256   config @C4 = 512   config @Units = 4096
  state @rng = seed
  block @conv_relu(%x: f32[B, C, H, W]) config(O) -> (y) {
    %c = apply @conv as conv (%x) {O = O}
    %y = let relu(%c)
    return %y }
  block @stage(%x: f32[B, C, H, W]) config(O, depth) -> (y) {
    %h = repeat depth apply @conv_relu as layer (%x) {O = O}
    %y = let max_pool(%h, kernel = 2)
    return %y }
  block @dense_relu(%x: f32[B, I]) config(O) -> (y) {
    %a = apply @dense as fc (%x) {O = O}
    %y = let dropout(relu(%a), rng = @rng, p = 0.5)
    return %y }
  func @logits(%image: f32[B, Channels, Size, Size]) -> (logits: f32[B, Classes]) {
    %a = apply @stage as stage1 (%image) {O = C1, depth = 2}
    %b = apply @stage as stage2 (%a) {O = C2, depth = 2}
    %c = apply @stage as stage3 (%b) {O = C3, depth = Deep}
    %d = apply @stage as stage4 (%c) {O = C4, depth = Deep}
    %e = apply @stage as stage5 (%d) {O = C4, depth = Deep}
    %f = reshape %e, shape = [B, -1]
    %g = apply @dense_relu as classifier1 (%f) {O = Units}
    %h = apply @dense_relu as classifier2 (%g) {O = Units}
    %y = apply @dense as classifier3 (%h) {O = Classes}
    return %y }
  func @loss(%image: f32[B, Channels, Size, Size], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, Channels, Size, Size], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using sgd(lr = cosine(0.01), momentum = 0.9, weight_decay = 5e-4)
}
