// A residual network whose norms and ReLUs stand in front of the convolutions (He et al. 2016,
// Identity mappings in deep residual networks; Prince 2023, Understanding Deep Learning, section
// 11.2), so that on the way of the shortcuts are sums only. Three stages of three blocks, for small
// images of any size. 272,282 parameters for three channels and ten classes.
//
//   leat train examples/networks/preact_resnet.mlir --set Channels=1 --data fashion-mnist
//     --batch 128 --epochs 20 --eval accuracy
leat.model @preact_resnet {
  include "layers.mlir"
  config @Channels = 3   config @Classes = 10   config @C1 = 16
  config @C2 = 2 * C1    config @C3 = 4 * C1
  // y = x + conv(relu(norm(conv(relu(norm(x))))))
  block @same(%x: f32[B, C, H, W]) -> (y) {
    %a = apply @batch_norm as bn1 (%x)     %b = let relu(%a)
    %c = apply @conv_plain as conv1 (%b) {O = C}
    %d = apply @batch_norm as bn2 (%c)     %e = let relu(%d)
    %f = apply @conv_plain as conv2 (%e) {O = C}
    %y = let %x + %f
    return %y }
  // The same where the image is halved; the shortcut is a convolution, behind the norm.
  block @half(%x: f32[B, C, H, W]) config(O) -> (y) {
    %a = apply @batch_norm as bn1 (%x)     %b = let relu(%a)
    %c = apply @conv_plain as conv1 (%b) {O = O, stride = 2}
    %d = apply @batch_norm as bn2 (%c)     %e = let relu(%d)
    %f = apply @conv_plain as conv2 (%e) {O = O}
    %s = apply @conv_plain as shortcut (%b) {O = O, size = 1, stride = 2, padding = 0}
    %y = let %s + %f
    return %y }
  func @logits(%image: f32[B, Channels, H, W]) -> (logits: f32[B, Classes]) {
    %x = apply @conv_plain as conv1 (%image) {O = C1}
    %a = repeat 3 apply @same as layer1 (%x)
    %b0 = apply @half as layer2.0 (%a) {O = C2}       %b1 = apply @same as layer2.1 (%b0)
    %b2 = apply @same as layer2.2 (%b1)
    %c0 = apply @half as layer3.0 (%b2) {O = C3}      %c1 = apply @same as layer3.1 (%c0)
    %c2 = apply @same as layer3.2 (%c1)
    %n = apply @batch_norm as bn (%c2)
    %p = let mean(relu(%n), axis = [2, 3])
    %y = apply @dense as fc (%p) {O = Classes}
    return %y }
  func @loss(%image: f32[B, Channels, H, W], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, Channels, H, W], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using nesterov(lr = cosine(0.1, warmup = 400), momentum = 0.9, weight_decay = 5e-4)
}
