// 784 - 512 - 512 - 10.
leat.model @mlp {
  param @fc1.weight : f32[512, 784] = kaiming_normal   param @fc1.bias : f32[512] = zeros
  param @fc2.weight : f32[512, 512] = kaiming_normal   param @fc2.bias : f32[512] = zeros
  param @fc3.weight : f32[10, 512] = kaiming_normal    param @fc3.bias : f32[10] = zeros

  func @loss(%x: f32[B, 784], %label: i32[B]) -> (loss: f32) {
    %g = let relu(linear(%x, @fc1.weight, @fc1.bias))
    %h = let relu(linear(%g, @fc2.weight, @fc2.bias))
    %l = let cross_entropy(linear(%h, @fc3.weight, @fc3.bias), %label)
    return %l }
  func @gradient(%x: f32[B, 784], %label: i32[B])
      -> (loss: f32, w1: f32[512, 784], b1: f32[512], w2: f32[512, 512], b2: f32[512], w3: f32[10, 512], b3: f32[10]) {
    %l, %d = grad @loss(%x, %label) wrt(params)
    %w1 = at %d, name = "fc1.weight"   %b1 = at %d, name = "fc1.bias"
    %w2 = at %d, name = "fc2.weight"   %b2 = at %d, name = "fc2.bias"
    %w3 = at %d, name = "fc3.weight"   %b3 = at %d, name = "fc3.bias"
    return %l, %w1, %b1, %w2, %b2, %w3, %b3 }
}
