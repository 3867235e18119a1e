// NET-FLOW-AR: an inverse autoregressive flow: all at once one way, one after the other back.
//
//   a = tanh(tril(A, -1) z + a0),   m = tril(M, -1) z + m0: those of d see z_1 ... z_d-1 only
//   x_d = z_d exp(a_d) + m_d,   log |det dx/dz| = sum_d a_d
//
// Source: Kingma et al., Improved Variational Inference with Inverse Autoregressive Flow, 2016;
// Understanding Deep Learning, chapter 16. The last result is z again: round d of the inverse makes
// the d-th element right, as it needs those before it only.
leat.model @autoregressive {
  func @net(%z: f64[D], %A: f64[D, D], %M: f64[D, D], %a0: f64[D], %m0: f64[D])
      -> (a: f64[D], m: f64[D]) {
    %a = let tanh(linear(%z, tril(%A, offset = -1), %a0))
    %m = let linear(%z, tril(%M, offset = -1), %m0)
    return %a, %m }
  func @inverse(%x: f64[D], %A: f64[D, D], %M: f64[D, D], %a0: f64[D], %m0: f64[D])
      -> (z: f64[D]) {
    %zero = full 0 : f64[D]
    %z = for %d = 1 to D carry(%z = %zero) {
      %a, %m = call @net(%z, %A, %M, %a0, %m0)
      %next = let (%x - %m) * exp(-%a)
      yield %next }
    return %z }
  func @main(%z: f64[D], %A: f64[D, D], %M: f64[D, D], %a0: f64[D], %m0: f64[D])
      -> (x: f64[D], logdet: f64, z_from_x: f64[D]) {
    %a, %m = call @net(%z, %A, %M, %a0, %m0)
    %x = let %z * exp(%a) + %m
    %logdet = sum %a
    %back = call @inverse(%x, %A, %M, %a0, %m0)
    return %x, %logdet, %back }
}
