// SYS-SCAN: a recurrence and the gradient through it.
//
//   h_t = tanh(W h_{t-1} + x_t),   L = sum_t c . h_t,   t = 1 ... Tn
//
// Source: backpropagation through time (Werbos 1990). A gradient needs the h_t on its way back.
// @sparse keeps every third one and computes the others again: `difference` is how far its
// gradients are from those of @L.
leat.model @recurrence {
  func @L(%W: f64[D, D], %h0: f64[D], %x: f64[Tn, D], %c: f64[D]) -> (L: f64) {
    %zero = full 0 : f64
    %h, %L = for %t = 1 to Tn carry(%h = %h0, %l = %zero) over(%xt = %x) {
      %next = let tanh(linear(%h, %W) + %xt)
      %sum = let %l + sum(%c * %next)
      yield %next, %sum }
    return %L }
  func @sparse(%W: f64[D, D], %h0: f64[D], %x: f64[Tn, D], %c: f64[D]) -> (L: f64) {
    %zero = full 0 : f64
    %h, %L = for %t = 1 to Tn, save = every 3 carry(%h = %h0, %l = %zero) over(%xt = %x) {
      %next = let tanh(linear(%h, %W) + %xt)
      %sum = let %l + sum(%c * %next)
      yield %next, %sum }
    return %L }
  func @main(%W: f64[D, D], %h0: f64[D], %x: f64[Tn, D], %c: f64[D])
      -> (L: f64, dW: f64[D, D], dh0: f64[D], dx: f64[Tn, D], difference: f64) {
    %L, %dW, %dh0, %dx = grad @L(%W, %h0, %x, %c) wrt(W, h0, x)
    %L3, %dW3, %dh3, %dx3 = grad @sparse(%W, %h0, %x, %c) wrt(W, h0, x)
    %difference = let max(abs(%dW - %dW3)) + max(abs(%dh0 - %dh3)) + max(abs(%dx - %dx3))
    return %L, %dW, %dh0, %dx, %difference }
}
