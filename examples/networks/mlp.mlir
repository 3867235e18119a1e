// A multilayer perceptron, 784 - H - 10, for 28 x 28 images in ten classes.
//
//   leat train examples/networks/mlp.mlir --data fashion-mnist --epochs 5 --eval accuracy --save mlp.safetensors
//   leat eval examples/networks/mlp.mlir --entry accuracy --data fashion-mnist:test --state mlp.safetensors
//   leat check examples/networks/mlp.mlir --gradients
//
// `--set H=512` makes the hidden layer wider. Weights are (out, in), as PyTorch
// stores them.
leat.model @mlp {
  config @H = 256
  param @fc1.weight : f32[H, 784] = kaiming_normal   param @fc1.bias : f32[H] = zeros
  param @fc2.weight : f32[10, H] = kaiming_normal    param @fc2.bias : f32[10] = zeros

  func @logits(%image: f32[B, 784]) -> (logits: f32[B, 10]) {
    %h = let relu(linear(%image, @fc1.weight, @fc1.bias))
    %y = let linear(%h, @fc2.weight, @fc2.bias)
    return %y }
  func @loss(%image: f32[B, 784], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, 784], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 100))
}
