// UDL-7.11: gradient checkpointing in a network of fifty layers.
//
//   h_k = tanh(W_k h_{k-1} + b_k),   h_0 = x,   l = sum(h_K)
//
// Source: Understanding Deep Learning, problem 7.11. With `save = every 10` the loop keeps h_0,
// h_10, ..., h_40; on the way back each run of ten layers is computed again from its first one. One
// forward pass more, 5 + 10 hidden layers in memory instead of 50, and the same gradients to the
// last bit, which @main asserts.
leat.model @checkpointing {
  config @every = 10
  func @l(%x: f64[D], %W: f64[K, D, D], %b: f64[K, D]) -> (l: f64) {
    %h = for %k = 1 to K carry(%a = %x) over(%Wk = %W, %bk = %b) {
      %next = let tanh(linear(%a, %Wk, %bk))
      yield %next }
    %l = sum %h
    return %l }
  func @l_checkpointed(%x: f64[D], %W: f64[K, D, D], %b: f64[K, D]) -> (l: f64) {
    %h = for %k = 1 to K, save = every every carry(%a = %x) over(%Wk = %W, %bk = %b) {
      %next = let tanh(linear(%a, %Wk, %bk))
      yield %next }
    %l = sum %h
    return %l }
  func @main(%x: f64[D], %W: f64[K, D, D], %b: f64[K, D])
      -> (l: f64, dl_dx: f64[D], dW_norm_per_layer: f64[K], dW0: f64[D, D]) {
    %l, %dx, %dW = grad @l_checkpointed(%x, %W, %b) wrt(x, W)
    %plain_l, %plain_dx, %plain_dW = grad @l(%x, %W, %b) wrt(x, W)
    %same_dx = let %dx == %plain_dx      assert %same_dx, "checkpointing changed dl/dx"
    %same_dW = let %dW == %plain_dW      assert %same_dW, "checkpointing changed dl/dW"
    %norms = vector_norm %dW, axis = [1, 2]
    %dW0 = let %dW[0]
    return %l, %dx, %norms, %dW0 }
}
