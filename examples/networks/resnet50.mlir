// ResNet-50 for images of 224 x 224 (He et al. 2016, Deep residual learning): stages of 3, 4, 6 and
// 3 bottlenecks. As in torchvision the convolution 3 x 3 of a bottleneck has the stride, and
// parameters are called as there. 25,557,032 parameters for a thousand classes.
//
//   leat train examples/networks/resnet50.mlir --data images:DIR --batch 256 --epochs 90
//   leat eval examples/networks/resnet50.mlir --entry accuracy --data images:DIR:test
//     --state resnet50.safetensors --allow-extra
leat.model @resnet50 {
  include "layers.mlir"
  config @Classes = 1000
  config @C1 = 64     config @C2 = 128    config @C3 = 256     config @C4 = 512
  config @O1 = 4 * C1    config @O2 = 4 * C2    config @O3 = 4 * C3    config @O4 = 4 * C4
  // Convolutions of C channels between a first one to these and a last one to O = 4 C. A block that
  // keeps its shape, and one whose shortcut has a convolution, too.
  block @same(%x: f32[B, O, H, W]) config(C) -> (y) {
    %a1 = apply @conv_plain as conv1 (%x) {O = C, size = 1, padding = 0}
    %b1 = apply @batch_norm as bn1 (%a1)      %c1 = let relu(%b1)
    %a2 = apply @conv_plain as conv2 (%c1) {O = C}
    %b2 = apply @batch_norm as bn2 (%a2)      %c2 = let relu(%b2)
    %a3 = apply @conv_plain as conv3 (%c2) {O = O, size = 1, padding = 0}
    %b3 = apply @batch_norm as bn3 (%a3)
    %y = let relu(%b3 + %x)
    return %y }
  block @first(%x: f32[B, I, H, W]) config(C, O, stride = 2) -> (y) {
    %a1 = apply @conv_plain as conv1 (%x) {O = C, size = 1, padding = 0}
    %b1 = apply @batch_norm as bn1 (%a1)      %c1 = let relu(%b1)
    %a2 = apply @conv_plain as conv2 (%c1) {O = C, stride = stride}
    %b2 = apply @batch_norm as bn2 (%a2)      %c2 = let relu(%b2)
    %a3 = apply @conv_plain as conv3 (%c2) {O = O, size = 1, padding = 0}
    %b3 = apply @batch_norm as bn3 (%a3)
    %s = apply @conv_plain as downsample.0 (%x) {O = O, size = 1, stride = stride, padding = 0}
    %t = apply @batch_norm as downsample.1 (%s)
    %y = let relu(%b3 + %t)
    return %y }
  func @logits(%image: f32[B, 3, H, W]) -> (logits: f32[B, Classes]) {
    %z = apply @conv_plain as conv1 (%image) {O = C1, size = 7, stride = 2, padding = 3}
    %n = apply @batch_norm as bn1 (%z)
    %x = let max_pool(relu(%n), kernel = 3, stride = 2, padding = 1)
    %a0 = apply @first as layer1.0 (%x) {C = C1, O = O1, stride = 1}
    %a1 = apply @same as layer1.1 (%a0) {C = C1}      %a2 = apply @same as layer1.2 (%a1) {C = C1}
    %b0 = apply @first as layer2.0 (%a2) {C = C2, O = O2}
    %b1 = apply @same as layer2.1 (%b0) {C = C2}      %b2 = apply @same as layer2.2 (%b1) {C = C2}
    %b3 = apply @same as layer2.3 (%b2) {C = C2}
    %c0 = apply @first as layer3.0 (%b3) {C = C3, O = O3}
    %c1 = apply @same as layer3.1 (%c0) {C = C3}      %c2 = apply @same as layer3.2 (%c1) {C = C3}
    %c3 = apply @same as layer3.3 (%c2) {C = C3}      %c4 = apply @same as layer3.4 (%c3) {C = C3}
    %c5 = apply @same as layer3.5 (%c4) {C = C3}
    %d0 = apply @first as layer4.0 (%c5) {C = C4, O = O4}
    %d1 = apply @same as layer4.1 (%d0) {C = C4}      %d2 = apply @same as layer4.2 (%d1) {C = C4}
    %p = let mean(%d2, axis = [2, 3])
    %y = apply @dense as fc (%p) {O = Classes}
    return %y }
  func @loss(%image: f32[B, 3, H, W], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label, label_smoothing = 0.1)
    return %l }
  func @accuracy(%image: f32[B, 3, H, W], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using nesterov(lr = cosine(0.1, warmup = 5000), momentum = 0.9, weight_decay = 1e-4)
}
