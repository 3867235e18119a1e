// NET-CONVT: ways to enlarge an image: transposed convolution, repetition, interpolation.
//
//   transposed:  y[n, o, s q + k - p] += w[c, o, k] x[n, c, q], summed over c, q and k:
//                <conv(z), x> = <z, convT(x)> for a convolution of that w, stride s and padding p
//   nearest:     y[i, j] = x[floor(i / 2), floor(j / 2)]
//   bilinear:    y[i, j] is interpolated at ((i + 1/2) / 2 - 1/2, (j + 1/2) / 2 - 1/2), and beyond
//                the middles of the outer pixels held
//
// Source: Understanding Deep Learning, chapter 10 (upsampling). The weight of the transposed
// convolution is stored (in, out, height, width): as the convolution from y to x has it, which
// @main asserts.
leat.model @upsampling {
  func @conv(%z: f64[N, Co, H, W], %w: f64[Ci, Co, K, K]) -> (x: f64[N, Ci, ?, ?]) {
    %x = conv %z, %w, stride = 2, padding = 1
    return %x }
  func @main(%x: f64[N, Ci, H, W], %w: f64[Ci, Co, K, K])
      -> (convT_s2_p1_op1: f64[N, Co, ?, ?], nearest2: f64[N, Ci, ?, ?],
          bilinear2: f64[N, Ci, ?, ?]) {
    %convT = conv_transpose %x, %w, stride = 2, padding = 1, output_padding = 1
    %nearest = upsample_nearest %x, scale = 2
    %bilinear = upsample_linear %x, scale = 2
    // What reverse mode makes of the convolution is this, too.
    %zero = let 0 * %convT
    %conv, %adjoint = vjp @conv(%zero, %w) cotangent(%x) wrt(z)
    %same = let abs(%adjoint - %convT) <= 1e-5 * max(abs(%convT))
    assert %same, "the transposed convolution is not the adjoint of the convolution"
    return %convT, %nearest, %bilinear }
}
