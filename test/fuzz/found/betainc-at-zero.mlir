// RUN: leat-fuzz --repeat %s 3
// The slopes of the beta distribution by its parameters are 0 where x is 0.
leat.model @program {
  func @main(%x932: f64, %x930: f64, %p928: f64, %p97: f64[1, 1, 1], %p96: f64[1, 1, 1]) -> (r0: f64) {
    %v3 = iota shape = [1], axis = 0, dtype = f64
    %v8 = let tanh(%v3) * 0.98 + 0
    %v9 = betainc %p96, %p97, %v8
    %v29 = mean %v9
    %v31 = let %v29 * 0.8 + sin(%x930 + 0.3)
    %v33 = let %v31 * 0.8 + sin(%x932 + 0.3)
    %v34 = let %v33 * 0.8 + sin(%p928 + 0.3)
    return %v34
  }
  func @main.vjp(%x932: f64, %x930: f64, %p928: f64, %p97: f64[1, 1, 1], %p96: f64[1, 1, 1], %u5r0: f64) -> (r0: f64, r1: f64, r2: f64, r3: f64, r4: f64[1, 1, 1], r5: f64[1, 1, 1]) {
    %r0, %r1, %r2, %r3, %r4, %r5 = vjp @main(%x932, %x930, %p928, %p97, %p96) cotangent(%u5r0) wrt(x932, x930, p928, p97, p96)
    return %r0, %r1, %r2, %r3, %r4, %r5
  }
}
