// A constant number of a row, which the entry checks before anything else needs it.
// RUN: leat-fuzz --repeat %s 2000153
leat.model @program {
  func @main(%x914: f64[33, 1], %x913: f64) -> (r0: f64) {
    %v15 = let log1p(%x914)
    %v16 = full 2 : i64
    %v17 = index %v15, %v16
    %v18 = mean %v17
    %v19 = let %x913 * 0.8 + sin(%v18 + 0.3)
    return %v19
  }
  func @main.vjp(%x914: f64[33, 1], %x913: f64, %u2r0: f64) -> (r0: f64, r1: f64[33, 1], r2: f64) {
    %r0, %r1, %r2 = vjp @main(%x914, %x913) cotangent(%u2r0) wrt(x914, x913)
    return %r0, %r1, %r2
  }
}
