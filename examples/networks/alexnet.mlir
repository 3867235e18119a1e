// AlexNet (Krizhevsky, Sutskever & Hinton 2012, ImageNet classification with deep convolutional
// neural networks; Prince 2023, Understanding Deep Learning, problem 10.16), for 227 x 227 pixels.
// As one tower it has 62,378,344 parameters. In the paper it lies on two processors, and filters of
// the convolutions 2, 4 and 5 see only the channels of their own: two groups, which have
// 60,965,224.
//
//   leat check examples/networks/alexnet.mlir
//   leat train examples/networks/alexnet.mlir --trainer fit --data images:DIR --epochs 90
//   leat train examples/networks/alexnet.mlir --trainer fit_two_groups --data images:DIR
leat.model @alexnet {
  include "layers.mlir"
  config @Size = 227   config @Classes = 1000   config @Units = 4096
  state @rng = seed
  // A filter sees I channels, all there are or those of its group.
  block @grouped(%x: f32[B, C, H, W])
      config(O, I = C, size = 3, stride = 1, padding = 1, groups = 1) -> (y) {
    param @weight : f32[O, I, size, size] = kaiming_normal     param @bias : f32[O] = zeros
    %c = let conv(%x, @weight, @bias, stride = stride, padding = padding, groups = groups)
    %y = relu %c
    return %y }
  block @alexnet(%image: f32[B, C, H, W]) config(groups, I2, I4, I5) -> (y) {
    %h1 = apply @grouped as conv1 (%image) {O = 96, size = 11, stride = 4, padding = 0}
    %p1 = max_pool %h1, kernel = 3, stride = 2
    %h2 = apply @grouped as conv2 (%p1) {O = 256, I = I2, size = 5, padding = 2, groups = groups}
    %p2 = max_pool %h2, kernel = 3, stride = 2
    %h3 = apply @grouped as conv3 (%p2) {O = 384}
    %h4 = apply @grouped as conv4 (%h3) {O = 384, I = I4, groups = groups}
    %h5 = apply @grouped as conv5 (%h4) {O = 256, I = I5, groups = groups}
    %p5 = max_pool %h5, kernel = 3, stride = 2                  // 6 x 6 positions are left
    %f = reshape %p5, shape = [B, -1]
    %f6 = apply @dense as fc6 (%f) {O = Units}
    %h6 = let dropout(relu(%f6), rng = @rng, p = 0.5)
    %f7 = apply @dense as fc7 (%h6) {O = Units}
    %h7 = let dropout(relu(%f7), rng = @rng, p = 0.5)
    %y = apply @dense as fc8 (%h7) {O = Classes}
    return %y }

  func @logits(%image: f32[B, 3, Size, Size]) -> (logits: f32[B, Classes]) {
    %y = apply @alexnet as one_tower (%image) {groups = 1, I2 = 96, I4 = 384, I5 = 384}
    return %y }
  func @loss(%image: f32[B, 3, Size, Size], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, 3, Size, Size], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  func @logits_two_groups(%image: f32[B, 3, Size, Size]) -> (logits: f32[B, Classes]) {
    %y = apply @alexnet as two_groups (%image) {groups = 2, I2 = 48, I4 = 192, I5 = 192}
    return %y }
  func @loss_two_groups(%image: f32[B, 3, Size, Size], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits_two_groups(%image), %label)
    return %l }
  func @accuracy_two_groups(%image: f32[B, 3, Size, Size], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits_two_groups(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(@one_tower.*)
    using sgd(lr = cosine(0.01), momentum = 0.9, weight_decay = 5e-4)
  trainer @fit_two_groups minimizes @loss_two_groups wrt(@two_groups.*)
    using sgd(lr = cosine(0.01), momentum = 0.9, weight_decay = 5e-4)
}
