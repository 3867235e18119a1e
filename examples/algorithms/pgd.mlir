// Projected gradient descent: the fast gradient sign method in small steps, each back into the box.
//
//   x_0 = x + uniform noise in the box,   box: all that is within eps of x, and from low to high
//   x_i+1 = the nearest point in the box to x_i + alpha sign(grad_x L(x_i, label))
//
// It attacks the network of classifier.mlir. The trainer @harden learns from attacked examples
// only, which is adversarial training: the attack is a constant to its gradient (Danskin).
// Source: Madry et al., Towards deep learning models resistant to adversarial attacks (2018).
//
//   leat eval examples/algorithms/pgd.mlir --entry robustness --data mnist1d:test \
//     --state classifier.safetensors --allow-missing
//   leat train examples/algorithms/pgd.mlir --trainer harden --data mnist1d --epochs 30 \
//     --eval robustness --save hard.safetensors
leat.model @pgd {
  include "classifier.mlir"
  config @eps = 0.03       config @low = -1         config @high = 1
  config @alpha = 0.01     config @steps = 10       config @noise = 1  // 0: from x itself
  state @rng = seed

  func @attack(%x: f32[B, inputs], %label: i32[B]) -> (x_adv: f32[B, inputs]) {
    %least = let maximum(%x - eps, low)      %most = let minimum(%x + eps, high)
    %u = uniform @rng (-1, 1) : f32[B, inputs]
    %start = let minimum(maximum(%x + noise * eps * %u, %least), %most)
    %adv = for %i = 1 to steps carry(%y = %start) {
      %l, %g = grad @loss(%y, %label) wrt(x)
      %next = let minimum(maximum(%y + alpha * sign(%g), %least), %most)
      yield %next }
    return %adv }
  func @robustness(%x: f32[B, inputs], %label: i32[B])
      -> (accuracy: f32, accuracy_attacked: f32, loss: f32, loss_attacked: f32) {
    %adv = call @attack(%x, %label)
    %before = call @accuracy(%x, %label)      %after = call @accuracy(%adv, %label)
    %l = call @loss(%x, %label)               %l_adv = call @loss(%adv, %label)
    return %before, %after, %l, %l_adv }

  func @attacked_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %adv = let stop_gradient(@attack(%x, %label))
    %l = call @loss(%adv, %label)
    return %l }
  trainer @harden minimizes @attacked_loss wrt(params) using adam(lr = cosine(3e-3, warmup = 100))
}
