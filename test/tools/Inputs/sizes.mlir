leat.model @sizes {
  param @w : f32[4] = ones
  func @pooled(%x: f32[N, C, H, W]) -> (y: f32[N, C, ?, ?]) {
    %y = max_pool %x, kernel = 3, stride = 2
    return %y }
  func @fixed(%x: f32[4]) -> (y: f32[4]) {
    %y = let %x * @w
    return %y }
}
