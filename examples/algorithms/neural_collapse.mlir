// Neural collapse: what features and the last layer become when a network trains on after it has
// all its examples right. All measures fall to 0.
//
//   m_c the mean feature of class c, m their mean, M the rows m_c - m, W the last layer's weight
//   S_W, S_B the covariances within and between classes
//   nc1        tr(S_W S_B^+) / K: each class falls onto its mean
//   nc2        of M and of W: lengths become equal (std / mean of |m_c - m|), and angles, too, as
//              wide as can be (mean of |cos + 1 / (K - 1)| over pairs): a simplex
//   nc3        |W / |W| - M / |M||^2: both become the same simplex
//   nc4        the share of examples that are not given the class of the nearest m_c
//
// Source: Papyan, Han and Donoho, Prevalence of neural collapse during the terminal phase of deep
// learning training (2020).
//
//   leat train examples/algorithms/neural_collapse.mlir --trainer long --data two-moons \
//     --set inputs=2 --set classes=2 --epochs 300 --save collapsed.safetensors
//   leat eval examples/algorithms/neural_collapse.mlir --entry collapse --data two-moons \
//     --batch 1000 --set inputs=2 --set classes=2 --state collapsed.safetensors
leat.model @neural_collapse {
  include "classifier.mlir"
  trainer @long minimizes @loss wrt(params)
    using sgd(lr = cosine(0.1), momentum = 0.9, weight_decay = 5e-4)

  // Eigenvalues that are nothing but rounding count as 0.
  func @pseudo_inverse(%S: f32[D, D]) -> (inverse: f32[D, D]) {
    %lambda = eigh_values %S      %V = eigh_vectors %S
    %inverse = let where(%lambda > 1e-5 * max(%lambda), 1 / %lambda, 0)
    %P = let linear(%V * %inverse, %V)
    return %P }
  // Of the rows of a matrix: are they equally long, and do they part as far as they can?
  func @simplex(%M: f32[K, D]) -> (lengths: f32, angles: f32) {
    %length = vector_norm %M, axis = 1
    %lengths = let std(%length) / mean(%length)
    %unit = l2_normalize %M
    %I = eye count = K, dtype = f32
    %off = let abs(linear(%unit, %unit) + 1 / (K - 1)) * (1 - %I)
    %angles = let sum(%off) / (K * (K - 1))
    return %lengths, %angles }

  func @measures(%h: f32[N, D], %label: i32[N], %W: f32[K, D], %b: f32[K])
      -> (nc1: f32, nc2_lengths_M: f32, nc2_angles_M: f32, nc2_lengths_W: f32, nc2_angles_W: f32,
          nc3: f32, nc4: f32) {
    %count = bincount %label, bins = K
    %some = let %count > 0
    assert %some, "a class has no examples"
    %means = let segment_sum(%h, %label, segments = K) / unsqueeze(f32(%count), axis = 1)
    %M = let %means - mean(%means, axis = 0)
    %within = let %h - %means[%label]
    %S_W = let matmul(%within, %within, transpose_lhs = true) / N
    %S_B = let matmul(%M, %M, transpose_lhs = true) / K
    %nc1 = let sum(%S_W * @pseudo_inverse(%S_B)) / K
    %lengths_M, %angles_M = call @simplex(%M)
    %lengths_W, %angles_W = call @simplex(%W)
    %nc3 = let sum((%W / vector_norm(%W) - %M / vector_norm(%M)) ** 2)
    %distance = let vector_norm(unsqueeze(%h, axis = 1) - %means, axis = 2)
    %said = let argmax(linear(%h, %W, %b), axis = 1)
    %nc4 = let mean(f32(%said <> argmin(%distance, axis = 1)))
    return %nc1, %lengths_M, %angles_M, %lengths_W, %angles_W, %nc3, %nc4 }

  func @collapse(%x: f32[B, inputs], %label: i32[B])
      -> (nc1: f32, nc2_lengths_M: f32, nc2_angles_M: f32, nc2_lengths_W: f32, nc2_angles_W: f32,
          nc3: f32, nc4: f32) {
    %nc1, %lM, %aM, %lW, %aW, %nc3, %nc4 =
        let @measures(@features(%x), %label, @fc3.weight, @fc3.bias)
    return %nc1, %lM, %aM, %lW, %aW, %nc3, %nc4 }
}
