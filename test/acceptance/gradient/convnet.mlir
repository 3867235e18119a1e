// 3 x 3 convolutions over 32 x 32 pixels of 3 channels, two to each size, and an affine layer.
leat.model @convnet {
  param @c1.weight : f32[32, 3, 3, 3] = kaiming_normal    param @c1.bias : f32[32] = zeros
  param @c2.weight : f32[32, 32, 3, 3] = kaiming_normal   param @c2.bias : f32[32] = zeros
  param @c3.weight : f32[64, 32, 3, 3] = kaiming_normal   param @c3.bias : f32[64] = zeros
  param @c4.weight : f32[64, 64, 3, 3] = kaiming_normal   param @c4.bias : f32[64] = zeros
  param @fc.weight : f32[10, 4096] = kaiming_normal       param @fc.bias : f32[10] = zeros

  func @loss(%x: f32[B, 3, 32, 32], %label: i32[B]) -> (loss: f32) {
    %1 = let relu(conv(%x, @c1.weight, @c1.bias, padding = 1))
    %2 = let max_pool(relu(conv(%1, @c2.weight, @c2.bias, padding = 1)), kernel = 2)
    %3 = let relu(conv(%2, @c3.weight, @c3.bias, padding = 1))
    %4 = let max_pool(relu(conv(%3, @c4.weight, @c4.bias, padding = 1)), kernel = 2)
    %f = let reshape(%4, shape = [B, 4096])
    %l = let cross_entropy(linear(%f, @fc.weight, @fc.bias), %label)
    return %l }
  func @gradient(%x: f32[B, 3, 32, 32], %label: i32[B])
      -> (loss: f32, w1: f32[32, 3, 3, 3], b1: f32[32], w2: f32[32, 32, 3, 3], b2: f32[32],
          w3: f32[64, 32, 3, 3], b3: f32[64], w4: f32[64, 64, 3, 3], b4: f32[64], w5: f32[10, 4096], b5: f32[10]) {
    %l, %d = grad @loss(%x, %label) wrt(params)
    %w1 = at %d, name = "c1.weight"   %b1 = at %d, name = "c1.bias"
    %w2 = at %d, name = "c2.weight"   %b2 = at %d, name = "c2.bias"
    %w3 = at %d, name = "c3.weight"   %b3 = at %d, name = "c3.bias"
    %w4 = at %d, name = "c4.weight"   %b4 = at %d, name = "c4.bias"
    %w5 = at %d, name = "fc.weight"   %b5 = at %d, name = "fc.bias"
    return %l, %w1, %b1, %w2, %b2, %w3, %b3, %w4, %b4, %w5, %b5 }
}
