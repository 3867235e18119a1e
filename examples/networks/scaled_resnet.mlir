// A residual network without norms: each sum x + F(x) is divided by sqrt 2 (Prince 2023,
// Understanding Deep Learning, section 11.3; COS 514, assignment 3, problem 5b). At the start F(x)
// varies about as much as x, so that without the factor the variance would double from block to
// block. With it the variance stays; the price is that less of x is left behind each block.
//
//   leat train examples/networks/scaled_resnet.mlir --data fashion-mnist --epochs 5 --eval accuracy
//   leat train examples/networks/scaled_resnet.mlir --set scale=1 --data fashion-mnist
leat.model @scaled_resnet {
  include "layers.mlir"
  config @Channels = 1   config @Classes = 10   config @C = 32   config @Blocks = 8
  config @scale = 0.7071067811865476               // 1 / sqrt 2
  block @residual(%x: f32[B, C, H, W]) -> (y) {
    %a = let relu(%x)     %b = apply @conv as conv1 (%a) {O = C}
    %c = let relu(%b)     %d = apply @conv as conv2 (%c) {O = C}
    %y = let scale * (%x + %d)
    return %y }
  func @stem(%image: f32[B, Channels, H, W]) -> (x: f32[B, C, ?, ?]) {
    %x = apply @conv as stem (%image) {O = C, stride = 2}
    return %x }
  func @blocks(%x: f32[B, C, H, W]) -> (y: f32[B, C, H, W]) {
    %y = repeat Blocks apply @residual as blocks (%x)
    return %y }
  func @logits(%image: f32[B, Channels, H, W]) -> (logits: f32[B, Classes]) {
    %p = let mean(relu(@blocks(@stem(%image))), axis = [2, 3])
    %y = apply @dense as fc (%p) {O = Classes}
    return %y }
  // The variance of what goes into the first block and of what comes out of the last one.
  func @variances(%image: f32[B, Channels, H, W]) -> (first: f32, last: f32) {
    %x = let @stem(%image)
    %first = var %x     %last = let var(@blocks(%x))
    return %first, %last }
  func @loss(%image: f32[B, Channels, H, W], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, Channels, H, W], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(2e-3))
}
