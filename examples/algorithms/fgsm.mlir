// The fast gradient sign method: the step within a box around x that raises the loss most, as far
// as the gradient tells.
//
//   x_adv = clip(x + eps sign(grad_x L(x, label)), low, high)
//
// It attacks the network of classifier.mlir; low and high are the range that inputs have. For a
// linear network there is no stronger attack in the box.
// Source: Goodfellow, Shlens and Szegedy, Explaining and harnessing adversarial examples (2015).
//
//   leat eval examples/algorithms/fgsm.mlir --entry robustness --data mnist1d:test \
//     --state classifier.safetensors
leat.model @fgsm {
  include "classifier.mlir"
  config @eps = 0.03       config @low = -1         config @high = 1

  func @attack(%x: f32[B, inputs], %label: i32[B]) -> (x_adv: f32[B, inputs]) {
    %l, %g = grad @loss(%x, %label) wrt(x)
    %adv = let clip(%x + eps * sign(%g), lo = low, hi = high)
    return %adv }
  func @robustness(%x: f32[B, inputs], %label: i32[B])
      -> (accuracy: f32, accuracy_attacked: f32, loss: f32, loss_attacked: f32) {
    %adv = call @attack(%x, %label)
    %before = call @accuracy(%x, %label)      %after = call @accuracy(%adv, %label)
    %l = call @loss(%x, %label)               %l_adv = call @loss(%adv, %label)
    return %before, %after, %l, %l_adv }
}
