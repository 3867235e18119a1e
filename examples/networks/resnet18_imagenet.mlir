// ResNet-18 for images of 224 x 224 (He et al. 2016, Deep residual learning): four stages of two basic
// blocks. Parameters are called as torchvision's are: 11,689,512 for a thousand classes. For images of
// 32 x 32 there is resnet18.mlir.
//
//   leat train examples/networks/resnet18_imagenet.mlir --data images:DIR --batch 256 --epochs 90
//   leat check examples/networks/resnet18_imagenet.mlir --shape H=224 --shape W=224
leat.model @resnet18_imagenet {
  include "layers.mlir"
  config @Classes = 1000
  // A block that keeps its shape, and one that halves it and has more channels.
  block @same(%x: f32[B, C, H, W]) -> (y) {
    %a = apply @conv_plain as conv1 (%x) {O = C}      %b = apply @batch_norm as bn1 (%a)
    %r = let relu(%b)
    %c = apply @conv_plain as conv2 (%r) {O = C}      %d = apply @batch_norm as bn2 (%c)
    %y = let relu(%d + %x)
    return %y }
  block @half(%x: f32[B, C, H, W]) config(O) -> (y) {
    %a = apply @conv_plain as conv1 (%x) {O = O, stride = 2}      %b = apply @batch_norm as bn1 (%a)
    %r = let relu(%b)
    %c = apply @conv_plain as conv2 (%r) {O = O}                  %d = apply @batch_norm as bn2 (%c)
    %e = apply @conv_plain as downsample.0 (%x) {O = O, size = 1, stride = 2, padding = 0}
    %f = apply @batch_norm as downsample.1 (%e)
    %y = let relu(%d + %f)
    return %y }
  func @logits(%image: f32[B, 3, H, W]) -> (logits: f32[B, Classes]) {
    %z = apply @conv_plain as conv1 (%image) {O = 64, size = 7, stride = 2, padding = 3}
    %n = apply @batch_norm as bn1 (%z)
    %x = let max_pool(relu(%n), kernel = 3, stride = 2, padding = 1)
    %a = repeat 2 apply @same as layer1 (%x)
    %b0 = apply @half as layer2.0 (%a) {O = 128}      %b = apply @same as layer2.1 (%b0)
    %c0 = apply @half as layer3.0 (%b) {O = 256}      %c = apply @same as layer3.1 (%c0)
    %d0 = apply @half as layer4.0 (%c) {O = 512}      %d = apply @same as layer4.1 (%d0)
    %p = let mean(%d, axis = [2, 3])
    %y = apply @dense as fc (%p) {O = Classes}
    return %y }
  func @loss(%image: f32[B, 3, H, W], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, 3, H, W], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using nesterov(lr = cosine(0.1, warmup = 5000), momentum = 0.9, weight_decay = 1e-4)
}
