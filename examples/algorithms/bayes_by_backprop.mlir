// Bayes by backprop: a network whose weights are distributions.
//
//   w = mu + sigma eps,   sigma = log(1 + e^rho),   eps ~ N(0, I)
//   loss = (log q(w) - log P(w)) / batches - log P(labels | w),   q = N(mu, sigma^2)
//   P(w): each weight is of N(0, s1^2) with probability pi, else of N(0, s2^2)
//
// A prediction is the mean over networks that are drawn from q: far from the data they disagree.
// `batches` is the number of batches in an epoch, so that each epoch counts the prior once.
// Source: Blundell et al., Weight uncertainty in neural networks (2015).
//
//   leat train examples/algorithms/bayes_by_backprop.mlir --data two-moons --epochs 100 \
//     --eval accuracy --save bbb.safetensors
//   leat run examples/algorithms/bayes_by_backprop.mlir --entry predict --state bbb.safetensors \
//     --input x=[[0,1],[5,5]]
leat.model @bayes_by_backprop {
  config @hidden = 32      config @classes = 2      config @samples = 50
  config @batches = 15     config @pi = 0.5         config @s1 = 1         config @s2 = 0.1
  const @log_2pi = log(2 * acos(f32(-1)))
  state @rng = seed

  func @log_normal(%w: f32[O, I], %mu: f32[O, I], %sigma: f32[O, I]) -> (l: f32[O, I]) {
    %l = let -@log_2pi / 2 - log(%sigma) - ((%w - %mu) / %sigma) ** 2 / 2
    return %l }
  func @log_prior(%w: f32[O, I]) -> (l: f32[O, I]) {
    %zero = let 0 * %w
    %wide = let log(pi) + @log_normal(%w, %zero, %zero + s1)
    %narrow = let log(1 - pi) + @log_normal(%w, %zero, %zero + s2)
    %l = let logaddexp(%wide, %narrow)
    return %l }

  // A layer whose weights, biases last, are drawn; %cost is log q(w) - log P(w).
  block @layer(%x: f32[B, I]) config(O) -> (y, cost) {
    param @weight.mu : f32[O, I] = kaiming_uniform
    param @weight.rho : f32[O, I] = constant(-4)
    param @bias.mu : f32[O, 1] = zeros
    param @bias.rho : f32[O, 1] = constant(-4)
    %eps = normal @rng : f32[O, I]                 %eps_b = normal @rng : f32[O, 1]
    %sigma = let softplus(@weight.rho)             %sigma_b = let softplus(@bias.rho)
    %w = let @weight.mu + %sigma * %eps            %b = let @bias.mu + %sigma_b * %eps_b
    %cost_w = let sum(@log_normal(%w, @weight.mu, %sigma) - @log_prior(%w))
    %cost_b = let sum(@log_normal(%b, @bias.mu, %sigma_b) - @log_prior(%b))
    %y = let linear(%x, %w) + squeeze(%b, axis = 1)
    %cost = let %cost_w + %cost_b
    return %y, %cost }
  // One network, drawn from q.
  func @network(%x: f32[B, 2]) -> (logits: f32[B, classes], cost: f32) {
    %a, %cost1 = apply @layer as fc1 (%x) {O = hidden}
    %h = relu %a
    %y, %cost2 = apply @layer as fc2 (%h) {O = classes}
    %cost = let %cost1 + %cost2
    return %y, %cost }

  func @loss(%x: f32[B, 2], %label: i32[B]) -> (loss: f32, cost: f32, error: f32) {
    %logits, %cost = call @network(%x)
    %error = cross_entropy %logits, %label, reduction = sum
    %loss = let %cost / batches + %error
    return %loss, %cost, %error }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 5e-3)

  // Probabilities of the classes: their mean over networks, and how much the networks disagree.
  func @predict(%x: f32[B, 2]) -> (mean: f32[B, classes], std: f32[B, classes]) {
    %p = for %i = 1 to samples {
      %logits, %cost = call @network(%x)
      %pi = softmax %logits, axis = 1
      yield stack(%pi) }
    %mean = mean %p, axis = 0
    %std = std %p, axis = 0
    return %mean, %std }
  func @accuracy(%x: f32[B, 2], %label: i32[B]) -> (accuracy: f32) {
    %mean, %std = call @predict(%x)
    %a = let mean(f32(argmax(%mean, axis = 1) == %label))
    return %a }
}
