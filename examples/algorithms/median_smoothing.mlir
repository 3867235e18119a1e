// Median smoothing: a regression that no short change of x can move far.
//
//   h_q(x) = the q-quantile of f(x + e),   e ~ N(0, sigma^2 I);   for all |d| <= eps:
//   h_q-(x) <= h_1/2(x + d) <= h_q+(x),   q-+ = Phi(-+ eps / sigma)
//   of n draws in order, X_1 <= ... <= X_n, each with confidence 1 - alpha:
//     X_k <= h_q- for the largest k with P(Binomial(n, q-) >= k) >= 1 - alpha
//     X_k >= h_q+ for the smallest k with P(Binomial(n, q+) >= k) <= alpha
//
// Quantiles, unlike a mean, need no bound on f. Where there is no such k the bound is infinite.
// Source: Chiang et al., Detection as regression: certified object detection by median smoothing
// (2020).
//
//   leat train examples/algorithms/median_smoothing.mlir --data swiss-roll --epochs 100 \
//     --save roll.safetensors
//   leat eval examples/algorithms/median_smoothing.mlir --entry certified \
//     --data swiss-roll:n=100:test --state roll.safetensors
//   leat run examples/algorithms/median_smoothing.mlir --entry certify --state roll.safetensors \
//     --input x=[1,0.5]
leat.model @median_smoothing {
  config @inputs = 2       config @hidden = 64
  config @sigma = 0.1      config @eps = 0.05      config @alpha = 0.001
  config @draws = 1000
  state @rng = seed
  param @fc1.weight : f32[hidden, inputs] = kaiming_normal    param @fc1.bias : f32[hidden] = zeros
  param @fc2.weight : f32[hidden, hidden] = kaiming_normal    param @fc2.bias : f32[hidden] = zeros
  param @fc3.weight : f32[1, hidden] = kaiming_normal         param @fc3.bias : f32[1] = zeros

  // The function that is made smooth: here a network that finds the place on a spiral.
  func @f(%x: f32[B, inputs]) -> (f: f32[B]) {
    %a = let relu(linear(%x, @fc1.weight, @fc1.bias))
    %b = let relu(linear(%a, @fc2.weight, @fc2.bias))
    %f = let squeeze(linear(%b, @fc3.weight, @fc3.bias), axis = 1)
    return %f }
  func @loss(%x: f32[B, inputs], %position: f32[B]) -> (loss: f32) {
    %z = normal @rng : f32[B, inputs]
    %l = let l1_loss(@f(%x + sigma * %z), %position)
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 3e-3)

  // How many order statistics are surely below the quantiles q-, and how many not surely above q+.
  func @orders() -> (below: i64, above: i64) {
    %k = let 1 + f64(iota(shape = [draws], dtype = i64))
    %shift = let f64(eps) / sigma
    %low = let betainc(%k, draws - %k + 1, ndtr(-%shift)) >= 1 - alpha
    %high = let betainc(%k, draws - %k + 1, ndtr(%shift)) > alpha
    %below = count_nonzero %low      %above = count_nonzero %high
    return %below, %above }
  func @certify(%x: f32[inputs]) -> (median: f32, low: f32, high: f32) {
    %z = normal @rng : f32[draws, inputs]
    %X, %from = let sort(@f(%x + sigma * %z))
    %below, %above = call @orders()
    %median = let %X[floor_div(i64(draws), 2)]
    %low = let where(%below > 0, %X[maximum(%below - 1, 0)], -inf)
    %high = let where(%above < draws, %X[minimum(%above, draws - 1)], inf)
    return %median, %low, %high }

  func @certified(%x: f32[B, inputs], %position: f32[B]) -> (error: f32, width: f32) {
    %median, %low, %high = vmap @certify(%x) in_axes(0)
    %error = l1_loss %median, %position
    %width = let mean(%high - %low)
    return %error, %width }
}
