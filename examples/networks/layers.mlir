// Layers with parameters of their own, for `include`. Parameters are called and laid out as PyTorch's
// are; biases start at 0.
leat.model @layers {
  block @dense(%x: f32[B, I]) config(O) -> (y) {
    param @weight : f32[O, I] = kaiming_uniform     param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  // Two hidden layers between.
  block @mlp(%x: f32[B, I]) config(H, O) -> (y) {
    %a = apply @dense as fc1 (%x) {O = H}     %h1 = let leaky_relu(%a, slope = 0.2)
    %b = apply @dense as fc2 (%h1) {O = H}    %h2 = let leaky_relu(%b, slope = 0.2)
    %y = apply @dense as fc3 (%h2) {O = O}
    return %y }
  // Of every position of a sequence.
  block @dense_rows(%x: f32[B, T, I]) config(O) -> (y) {
    param @weight : f32[O, I] = xavier_uniform      param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @conv(%x: f32[B, I, H, W]) config(O, size = 3, stride = 1, padding = 1) -> (y) {
    param @weight : f32[O, I, size, size] = kaiming_normal     param @bias : f32[O] = zeros
    %y = let conv(%x, @weight, @bias, stride = stride, padding = padding)
    return %y }
  // Before a norm, which makes a bias vain.
  block @conv_plain(%x: f32[B, I, H, W]) config(O, size = 3, stride = 1, padding = 1) -> (y) {
    param @weight : f32[O, I, size, size] = kaiming_normal(mode = fan_out)
    %y = let conv(%x, @weight, stride = stride, padding = padding)
    return %y }
  block @batch_norm(%x: f32[B, C, H, W]) -> (y) {
    param @weight : f32[C] = ones            param @bias : f32[C] = zeros
    state @running_mean : f32[C] = zeros     state @running_var : f32[C] = ones
    %y = let batch_norm(%x, @weight, @bias, mean = @running_mean, variance = @running_var)
    return %y }
  block @layer_norm(%x: f32[B, T, D]) -> (y) {
    param @weight : f32[D] = ones            param @bias : f32[D] = zeros
    %y = let layer_norm(%x, @weight, @bias)
    return %y }
  // What each position takes from the others; with `causal` only from those in front of it.
  block @self_attention(%x: f32[B, T, I]) config(heads, causal = false) -> (y) {
    %q = apply @dense_rows as q_proj (%x) {O = I}   %k = apply @dense_rows as k_proj (%x) {O = I}
    %v = apply @dense_rows as v_proj (%x) {O = I}
    %a = attention %q, %k, %v, heads = heads, causal = causal
    %y = apply @dense_rows as out_proj (%a) {O = I}
    return %y }
  block @embedding(%id: i64[B, T]) config(V, D, std = 1.0) -> (y) {
    param @weight : f32[V, D] = normal(0, std)
    %y = let @weight[%id]
    return %y }
}
