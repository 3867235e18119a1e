// Drawn by a key that all lanes share, a class has the noise that it would have alone.
// RUN: leat-fuzz --repeat %s 7000778
leat.model @program {
  func @main(%key: i64[2], %logits: f64[4]) -> (r0: i64) {
    %class = categorical %key, %logits, dtype = i64
    return %class
  }
  func @main.vmap(%key: i64[2], %logits_l1: f64[4, 3]) -> (r0: i64[3]) {
    %r0 = vmap @main(%key, %logits_l1) in_axes(none, 1)
    return %r0
  }
}
