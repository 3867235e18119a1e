// Softmax over angles, with a margin for the true class y: features that part further than they
// need to. theta_j is the angle between the feature e and the weight W_j of class j.
//
//   NormFace:    z_j = s cos(theta_j)
//   SphereFace:  z_y = |e| psi(theta_y),   z_j = |e| cos(theta_j)
//                psi(t) = (-1)^k cos(m t) - 2 k for t in [k pi / m, (k + 1) pi / m]
//   CosFace:     z_y = s (cos(theta_y) - m)
//   ArcFace:     z_y = s cos(theta_y + m), and s (cos(theta_y) - m sin(m)) if theta_y + m > pi
//   loss = cross-entropy of softmax(z); where nothing is said, z_j is that of NormFace
//
// Sources: Wang et al., NormFace (2017); Liu et al., SphereFace (2017); Wang et al., CosFace
// (2018); Deng et al., ArcFace (2019).
//
//   leat train examples/algorithms/margin_softmax.mlir --trainer arc --data mnist1d --epochs 30 \
//     --eval accuracy
leat.model @margin_softmax {
  config @inputs = 40      config @hidden = 64      config @size = 16        config @classes = 10
  config @s = 16           config @sphere_m = 2     config @cos_m = 0.35     config @arc_m = 0.5
  const @pi = acos(f32(-1))
  param @fc1.weight : f32[hidden, inputs] = kaiming_normal    param @fc1.bias : f32[hidden] = zeros
  param @fc2.weight : f32[size, hidden] = kaiming_normal      param @fc2.bias : f32[size] = zeros
  param @weight : f32[classes, size] = xavier_normal

  func @embed(%x: f32[B, inputs]) -> (e: f32[B, size]) {
    %h = let relu(linear(%x, @fc1.weight, @fc1.bias))
    %e = let linear(%h, @fc2.weight, @fc2.bias)
    return %e }
  // Not quite 1 at most, where the slope of acos would be infinite.
  func @cosines(%e: f32[B, D], %W: f32[K, D]) -> (cos: f32[B, K]) {
    %cos = let clip(linear(l2_normalize(%e), l2_normalize(%W)), lo = -0.999999, hi = 0.999999)
    return %cos }
  func @is_true(%label: i32[B], %cos: f32[B, K]) -> (is_true: i1[B, K]) {
    %t = let one_hot(%label, depth = K) > 0.5
    return %t }

  func @normface(%e: f32[B, D], %W: f32[K, D], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(s * @cosines(%e, %W), %label)
    return %l }
  func @sphereface(%e: f32[B, D], %W: f32[K, D], %label: i32[B]) -> (loss: f32) {
    %cos = call @cosines(%e, %W)
    %theta = acos %cos
    %k = let stop_gradient(floor(sphere_m * %theta / @pi))
    %psi = let (1 - 2 * mod(%k, 2)) * cos(sphere_m * %theta) - 2 * %k
    %length = vector_norm %e, axis = 1, keepdims = true
    %z = let %length * where(@is_true(%label, %cos), %psi, %cos)
    %l = cross_entropy %z, %label
    return %l }
  func @cosface(%e: f32[B, D], %W: f32[K, D], %label: i32[B]) -> (loss: f32) {
    %cos = call @cosines(%e, %W)
    %z = let s * where(@is_true(%label, %cos), %cos - cos_m, %cos)
    %l = cross_entropy %z, %label
    return %l }
  func @arcface(%e: f32[B, D], %W: f32[K, D], %label: i32[B]) -> (loss: f32) {
    %cos = call @cosines(%e, %W)
    %theta = let acos(%cos) + arc_m
    %phi = let where(%theta < @pi, cos(%theta), %cos - arc_m * sin(f32(arc_m)))
    %z = let s * where(@is_true(%label, %cos), %phi, %cos)
    %l = cross_entropy %z, %label
    return %l }

  func @norm_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let @normface(@embed(%x), @weight, %label)       return %l }
  func @sphere_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let @sphereface(@embed(%x), @weight, %label)     return %l }
  func @cos_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let @cosface(@embed(%x), @weight, %label)        return %l }
  func @arc_loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let @arcface(@embed(%x), @weight, %label)        return %l }
  trainer @norm minimizes @norm_loss wrt(params) using adam(lr = 3e-3)
  trainer @sphere minimizes @sphere_loss wrt(params) using adam(lr = 3e-3)
  trainer @cos minimizes @cos_loss wrt(params) using adam(lr = 3e-3)
  trainer @arc minimizes @arc_loss wrt(params) using adam(lr = 3e-3)

  func @accuracy(%x: f32[B, inputs], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@cosines(@embed(%x), @weight), axis = 1) == %label))
    return %a }
}
