// A shallow convolutional network: convolution 7 x 7, ReLU, max pooling 2 x 2, one linear layer
// (Georgia Tech CS 7643, problem set 2). Without padding 32 x 32 become 26 x 26, then 13 x 13, of
// 32 filters each: 5408 features. 58,826 parameters for CIFAR-10.
//
//   leat train examples/networks/shallowconvnet.mlir --data cifar10:DIR --epochs 10 --eval accuracy
//   leat train examples/networks/shallowconvnet.mlir --set Channels=1 --set Size=28
//     --data fashion-mnist --epochs 5 --eval accuracy
leat.model @shallowconvnet {
  include "layers.mlir"
  config @Channels = 3   config @Size = 32   config @Filters = 32   config @Classes = 10
  func @logits(%image: f32[B, Channels, Size, Size]) -> (logits: f32[B, Classes]) {
    %c = apply @conv as conv (%image) {O = Filters, size = 7, padding = 0}
    %p = let max_pool(relu(%c), kernel = 2)
    %f = reshape %p, shape = [B, -1]
    %y = apply @dense as fc (%f) {O = Classes}
    return %y }
  func @loss(%image: f32[B, Channels, Size, Size], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, Channels, Size, Size], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using sgd(lr = cosine(0.02, warmup = 100), momentum = 0.9)
}
