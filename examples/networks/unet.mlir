// A small U-Net that predicts the noise in an image of 16 x 16 (Ho et al. 2020; Ronneberger et al.
// 2015), its training step, and the sampler that takes the noise away.
leat.model @unet {
  config @C = 32   config @E = 128   config @T = 1000   config @Channels = 1
  state @rng = seed
  const @beta = linspace(1e-4, 0.02, T)      const @abar = cumprod(1 - @beta)

  block @conv(%x: f32[B, I, H, W]) config(O, size = 3, stride = 1, padding = 1) -> (y) {
    param @weight : f32[O, I, size, size] = kaiming_uniform     param @bias : f32[O] = zeros
    %c = let conv(%x, @weight, stride = stride, padding = padding)
    %y = let %c + reshape(@bias, shape = [1, O, 1, 1])
    return %y }
  block @dense(%x: f32[B, I]) config(O) -> (y) {
    param @weight : f32[O, I] = kaiming_uniform     param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @norm(%x: f32[B, I, H, W]) -> (y) {
    param @weight : f32[I] = ones     param @bias : f32[I] = zeros
    %y = let group_norm(%x, @weight, @bias, groups = 8)
    return %y }
  // Two convolutions around which %x goes; the time shifts what is between them.
  block @residual(%x: f32[B, I, H, W], %time: f32[B, K]) config(O) -> (y) {
    %a = apply @norm as norm1 (%x)     %b = let silu(%a)     %c = apply @conv as conv1 (%b) {O = O}
    %t = apply @dense as time (%time) {O = O}
    %d = let %c + reshape(%t, shape = [-1, O, 1, 1])
    %e = apply @norm as norm2 (%d)     %f = let silu(%e)     %g = apply @conv as conv2 (%f) {O = O}
    %s = apply @conv as shortcut (%x) {O = O, size = 1, padding = 0}
    %y = let %g + %s
    return %y }
  // Each place looks at all others.
  block @attend(%x: f32[B, I, H, W]) -> (y) {
    %n = apply @norm as norm (%x)
    %q = apply @conv as q (%n) {O = I, size = 1, padding = 0}
    %k = apply @conv as k (%n) {O = I, size = 1, padding = 0}
    %v = apply @conv as v (%n) {O = I, size = 1, padding = 0}
    %qr = let transpose(reshape(%q, shape = [B, I, -1]), axes = [0, 2, 1])
    %kr = let transpose(reshape(%k, shape = [B, I, -1]), axes = [0, 2, 1])
    %vr = let transpose(reshape(%v, shape = [B, I, -1]), axes = [0, 2, 1])
    %a = let transpose(attention(%qr, %kr, %vr), axes = [0, 2, 1])
    %ar = reshape %a, shape = [B, I, H, W]
    %o = apply @conv as out (%ar) {O = I, size = 1, padding = 0}
    %y = let %x + %o
    return %y }

  func @eps(%x: f32[B, Channels, 16, 16], %t: i64[B]) -> (eps: f32[B, Channels, 16, 16]) {
    %w = let timestep_embedding(%t, dim = C)
    %u = apply @dense as time.0 (%w) {O = E}               %v = let silu(%u)
    %e = apply @dense as time.2 (%v) {O = E}
    %h0 = apply @conv as in (%x) {O = C}                   // 16 x 16
    %h1 = apply @residual as down1 (%h0, %e) {O = C}
    %h2 = apply @conv as half (%h1) {O = C, stride = 2}    // 8 x 8
    %h3 = apply @residual as down2 (%h2, %e) {O = 64}
    %m1 = apply @residual as middle1 (%h3, %e) {O = 64}
    %m2 = apply @attend as attention (%m1)
    %m3 = apply @residual as middle2 (%m2, %e) {O = 64}
    %s1 = let concat(%m3, %h3, axis = 1)
    %u1 = apply @residual as up1 (%s1, %e) {O = 64}
    %l = let upsample_nearest(%u1, scale = 2)              // 16 x 16
    %u2 = apply @conv as double (%l) {O = C}
    %s2 = let concat(%u2, %h1, axis = 1)
    %u3 = apply @residual as up2 (%s2, %e) {O = C}
    %n = apply @norm as norm (%u3)                         %r = let silu(%n)
    %eps = apply @conv as out (%r) {O = Channels}
    return %eps }

  func @loss(%x: f32[B, Channels, 16, 16]) -> (loss: f32) {
    %t = randint @rng (1, T) : i64[B]
    %eps = normal @rng : f32[B, Channels, 16, 16]
    %a = let reshape(@abar[%t - 1], shape = [B, 1, 1, 1])
    %d = let %eps - @eps(sqrt(%a) * %x + sqrt(1 - %a) * %eps, %t)
    %l = let mean(%d * %d)
    return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 2e-4) ema(0.999)

  func @sample() -> (x: f32[N, Channels, 16, 16]) {
    %xT = normal @rng : f32[N, Channels, 16, 16]
    %x0 = for %t = T downto 1 carry(%x = %xT) {
      %z = normal @rng : f32[N, Channels, 16, 16]
      %ts = full %t : i64[N]
      %b = let @beta[%t - 1]
      %mu = let (%x - %b / sqrt(1 - @abar[%t - 1]) * @eps(%x, %ts)) / sqrt(1 - %b)
      %xp = let %mu + where(%t > 1, sqrt(%b), 0) * %z
      yield %xp }
    return %x0 }
}
