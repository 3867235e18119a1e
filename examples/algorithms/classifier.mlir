// The network that the attacks, randomised smoothing and the measures of neural collapse look at:
// a perceptron with two hidden layers, for inclusion. 7434 parameters.
//
//   leat train examples/algorithms/classifier.mlir --data mnist1d --epochs 30 --eval accuracy \
//     --save classifier.safetensors
//   leat train examples/algorithms/classifier.mlir --data two-moons --set inputs=2 \
//     --set classes=2 --epochs 30
leat.model @classifier {
  config @inputs = 40      config @hidden = 64      config @classes = 10
  param @fc1.weight : f32[hidden, inputs] = kaiming_normal    param @fc1.bias : f32[hidden] = zeros
  param @fc2.weight : f32[hidden, hidden] = kaiming_normal    param @fc2.bias : f32[hidden] = zeros
  param @fc3.weight : f32[classes, hidden] = kaiming_normal   param @fc3.bias : f32[classes] = zeros

  func @features(%x: f32[B, inputs]) -> (h: f32[B, hidden]) {
    %h = let relu(linear(%x, @fc1.weight, @fc1.bias))
    %y = let relu(linear(%h, @fc2.weight, @fc2.bias))
    return %y }
  func @logits(%x: f32[B, inputs]) -> (logits: f32[B, classes]) {
    %y = let linear(@features(%x), @fc3.weight, @fc3.bias)
    return %y }
  func @loss(%x: f32[B, inputs], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%x), %label)
    return %l }
  func @accuracy(%x: f32[B, inputs], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%x), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(3e-3, warmup = 100))
}
