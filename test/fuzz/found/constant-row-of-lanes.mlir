// The same under vmap.
// RUN: leat-fuzz --repeat %s 1000052
leat.model @program {
  func @main(%x0: f64[4, 4], %x938: f64) -> (r0: f64) {
    %v29 = full 1 : i64
    %v30 = let scatter_add(%x0, %v29, rows = 4)
    %v39 = let sum(%v30) * 0.125
    %v40 = let %x938 * 0.8 + sin(%v39 + 0.3)
    return %v40
  }
  func @main.vmap(%x0_l1: f64[4, 1, 4], %x938_l0: f64[1]) -> (r0: f64[1]) {
    %r0 = vmap @main(%x0_l1, %x938_l0) in_axes(1, 0)
    return %r0
  }
}
