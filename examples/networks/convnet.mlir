// A three-layer convolutional network: conv - relu - 2x2 max pool - affine -
// relu - affine - softmax.
//
//   leat train examples/networks/convnet.mlir --data fashion-mnist --epochs 2 --eval accuracy --save convnet.safetensors
//   leat check examples/networks/convnet.mlir --json
//
// With padding 3 the 7x7 filters keep 28 x 28; the pool halves it, so that
// 32 * 14 * 14 = 6272 features reach the first affine layer.
leat.model @convnet {
  param @conv1.weight : f32[32, 1, 7, 7] = kaiming_normal   param @conv1.bias : f32[32] = zeros
  param @fc1.weight : f32[100, 6272] = kaiming_normal       param @fc1.bias : f32[100] = zeros
  param @fc2.weight : f32[10, 100] = kaiming_normal         param @fc2.bias : f32[10] = zeros

  func @logits(%image: f32[B, 1, 28, 28]) -> (logits: f32[B, 10]) {
    %c = let relu(conv(%image, @conv1.weight, @conv1.bias, stride = 1, padding = 3))
    %p = let max_pool(%c, kernel = 2)
    %f = let reshape(%p, shape = [B, 6272])
    %h = let relu(linear(%f, @fc1.weight, @fc1.bias))
    %y = let linear(%h, @fc2.weight, @fc2.bias)
    return %y }
  func @loss(%image: f32[B, 1, 28, 28], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, 1, 28, 28], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 100))
}
