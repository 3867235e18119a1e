// A U-Net that is told the time, in blocks for include: residual blocks at three sizes of the
// image, each half the one before, on the way down and up again, with attention at the smallest.
//
// A residual block is norm - silu - conv, what it is told for each channel, norm - silu - conv, and
// what it begins with is added at the end. Last layers start at zero, so that every block starts as
// nothing but its shortcut.
// Sources: Ronneberger et al. (2015); Ho, Jain & Abbeel (2020), appendix B; Wu & He (2018).
leat.model @unet {
  block @dense(%x: f32[B, I]) config(O) -> (y) {
    param @weight : f32[O, I] = xavier_uniform     param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @conv(%x: f32[B, I, H, W]) config(O, size = 3, stride = 1, padding = 1) -> (y) {
    param @weight : f32[O, I, size, size] = xavier_uniform     param @bias : f32[O] = zeros
    %y = let conv(%x, @weight, @bias, stride = stride, padding = padding)
    return %y }
  block @last_conv(%x: f32[B, I, H, W]) config(O) -> (y) {
    param @weight : f32[O, I, 3, 3] = zeros     param @bias : f32[O] = zeros
    %y = let conv(%x, @weight, @bias, padding = 1)
    return %y }
  block @norm(%x: f32[B, I, H, W]) -> (y) {
    param @weight : f32[I] = ones     param @bias : f32[I] = zeros
    %y = let group_norm(%x, @weight, @bias, groups = 8)
    return %y }

  block @branch(%x: f32[B, I, H, W], %time: f32[B, K]) config(O) -> (y) {
    %n1 = apply @norm as norm1 (%x)     %s1 = let silu(%n1)
    %h = apply @conv as conv1 (%s1) {O = O}
    %t = apply @dense as time (%time) {O = O}
    %told = let %h + reshape(%t, shape = [-1, O, 1, 1])
    %n2 = apply @norm as norm2 (%told)     %s2 = let silu(%n2)
    %y = apply @last_conv as conv2 (%s2) {O = O}
    return %y }
  // A residual block that keeps the number of channels, and one that changes it.
  block @residual(%x: f32[B, I, H, W], %time: f32[B, K]) -> (y) {
    %b = apply @branch as branch (%x, %time) {O = I}
    %y = let %x + %b
    return %y }
  block @residual_to(%x: f32[B, I, H, W], %time: f32[B, K]) config(O) -> (y) {
    %b = apply @branch as branch (%x, %time) {O = O}
    %s = apply @conv as shortcut (%x) {O = O, size = 1, padding = 0}
    %y = let %s + %b
    return %y }
  // Each place looks at all others.
  block @dense_rows(%x: f32[B, T, I]) config(O = I) -> (y) {
    param @weight : f32[O, I] = xavier_uniform     param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  block @attend(%x: f32[B, I, H, W]) config(heads) -> (y) {
    param @out.weight : f32[I, I] = zeros     param @out.bias : f32[I] = zeros
    %n = apply @norm as norm (%x)
    %rows = let transpose(reshape(%n, shape = [B, I, -1]), axes = [0, 2, 1])
    %q = apply @dense_rows as q (%rows)     %k = apply @dense_rows as k (%rows)
    %v = apply @dense_rows as v (%rows)
    %a = let linear(attention(%q, %k, %v, heads = heads), @out.weight, @out.bias)
    %y = let %x + reshape(transpose(%a, axes = [0, 2, 1]), shape = [B, I, H, W])
    return %y }

  block @half(%x: f32[B, I, H, W]) -> (y) {
    %y = apply @conv as conv (%x) {O = I, stride = 2}
    return %y }
  // An image of twice the size, beside one of that size from the way down.
  block @double(%x: f32[B, I, H, W], %skip: f32[B, O, P, Q]) -> (y) {
    %large = let upsample_nearest(%x, scale = 2)
    %c = apply @conv as conv (%large) {O = O}
    %y = let concat(%c, %skip, axis = 1)
    return %y }

  // %told is what each example is told: of the time, and of what else there is.
  block @unet(%x: f32[B, I, H, W], %told: f32[B, K]) config(C1, C2, C3, heads = 4) -> (y) {
    %in = apply @conv as stem (%x) {O = C1}
    %a1 = apply @residual as down1 (%in, %told)                  // H x W
    %b1 = apply @half as half1 (%a1)
    %a2 = apply @residual_to as down2 (%b1, %told) {O = C2}      // H / 2 x W / 2
    %b2 = apply @half as half2 (%a2)
    %a3 = apply @residual_to as down3 (%b2, %told) {O = C3}      // H / 4 x W / 4
    %m1 = apply @attend as attention (%a3) {heads = heads}
    %m2 = apply @residual as middle (%m1, %told)
    %d2 = apply @double as double2 (%m2, %a2)
    %c2 = apply @residual_to as up2 (%d2, %told) {O = C2}        // H / 2 x W / 2
    %d1 = apply @double as double1 (%c2, %a1)
    %c1 = apply @residual_to as up1 (%d1, %told) {O = C1}        // H x W
    %n = apply @norm as norm (%c1)     %s = let silu(%n)
    %y = apply @last_conv as out (%s) {O = I}
    return %y }
}
