// Batch normalisation that whitens: features become uncorrelated, not only of variance 1.
//
//   y = (h - mean) S^(-1/2) weight + bias,   S the covariance of the batch + eps I   (ZCA)
//   by eigenvectors:    S^(-1/2) = V diag(l^(-1/2)) V^T
//   by Newton-Schulz:   Y = S / tr S,  Z = I;   Q = (3 I - Z Y) / 2,  Y <- Y Q,  Z <- Q Z
//                       S^(-1/2) = Z / sqrt(tr S)
//
// The gradient goes through either. Newton-Schulz is products alone, and needs no eigenvalues that
// differ; few iterations whiten a little less. As batch norm does, @fit keeps running averages of
// the mean and of S^(-1/2), which @accuracy uses.
// Sources: Huang et al., Decorrelated batch normalization (2018); Huang et al., Iterative
// normalization (2019); Higham, Functions of matrices (2008), chapter 6, for Newton-Schulz.
//
//   leat train examples/algorithms/whitening.mlir --data mnist1d --epochs 10 --eval accuracy
//   leat train examples/algorithms/whitening.mlir --data mnist1d --epochs 10 --eval accuracy \
//     --set newton=true
leat.model @whitening {
  config @inputs = 40      config @hidden = 32      config @classes = 10
  config @newton = false   config @iterations = 7   config @eps = 1e-3       config @momentum = 0.1
  param @fc1.weight : f32[hidden, inputs] = kaiming_normal
  param @norm.weight : f32[hidden] = ones                     param @norm.bias : f32[hidden] = zeros
  state @norm.mean : f32[hidden] = zeros
  state @norm.root : f32[hidden, hidden] = identity
  param @fc2.weight : f32[classes, hidden] = kaiming_normal   param @fc2.bias : f32[classes] = zeros

  func @by_eigenvectors(%S: f32[D, D]) -> (root: f32[D, D]) {
    %l = eigh_values %S      %V = eigh_vectors %S
    %root = let linear(%V * rsqrt(%l), %V)
    return %root }
  func @by_newton(%S: f32[D, D]) -> (root: f32[D, D]) {
    %I = eye count = D, dtype = f32
    %Y0 = let %S / trace(%S)
    %Y, %Z = for %t = 1 to iterations carry(%Y = %Y0, %Z = %I) {
      %Q = let (3 * %I - matmul(%Z, %Y)) / 2
      %Y1 = matmul %Y, %Q      %Z1 = matmul %Q, %Z
      yield %Y1, %Z1 }
    %root = let %Z * rsqrt(trace(%S))
    return %root }
  func @inverse_root(%S: f32[D, D]) -> (root: f32[D, D]) {
    %how = let newton
    %root = if %how { %a = call @by_newton(%S)  yield %a
                    } else { %b = call @by_eigenvectors(%S)  yield %b }
    return %root }
  func @statistics(%h: f32[B, D]) -> (mean: f32[D], root: f32[D, D]) {
    %mean = mean %h, axis = 0
    %I = eye count = D, dtype = f32
    %S = let cov(transpose(%h), unbiased = false) + eps * %I
    %root = call @inverse_root(%S)
    return %mean, %root }
  func @whiten(%h: f32[B, D], %mean: f32[D], %root: f32[D, D]) -> (y: f32[B, D]) {
    %y = let linear(%h - %mean, %root)
    return %y }

  func @head(%y: f32[B, hidden]) -> (logits: f32[B, classes]) {
    %l = let linear(relu(%y * @norm.weight + @norm.bias), @fc2.weight, @fc2.bias)
    return %l }
  func @loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %h = let linear(%x, @fc1.weight)
    %mean, %root = call @statistics(%h)
    %m = let (1 - momentum) * @norm.mean + momentum * stop_gradient(%mean)
    %r = let (1 - momentum) * @norm.root + momentum * stop_gradient(%root)
    set @norm.mean = %m      set @norm.root = %r
    %l = let cross_entropy(@head(@whiten(%h, %mean, %root)), %label)
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 3e-3)

  func @accuracy(%x: f32[B, inputs], %label: i32[B]) -> (accuracy: f32) {
    %logits = let @head(@whiten(linear(%x, @fc1.weight), @norm.mean, @norm.root))
    %a = let mean(f32(argmax(%logits, axis = 1) == %label))
    return %a }
}
