// Products over no axes, which many read: each once.
// RUN: leat-fuzz --repeat %s 3000368
leat.model @program {
  func @main(%x0: f64[3]) -> (r0: f64, r1: f64, r2: f64) {
    %v7 = eye count = 4, dtype = f64
    %v8 = sum %x0, axis = [0]
    %v9 = let %v8 / sqrt(%v8 * %v8 + 1) * 0.392 + 0.9
    %v10 = prod %v9, axis = []
    %v11 = let sum(%v7) * 0.25
    %v12 = let %v11 * 0.8 + sin(%v10 + 0.3)
    return %v12, %v8, %v9
  }
  func @main.jvp(%x0: f64[3], %t1x0: f64[3]) -> (r0: f64, r1: f64, r2: f64, r3: f64, r4: f64, r5: f64) {
    %r0, %r1, %r2, %r3, %r4, %r5 = jvp @main(%x0) tangent(%t1x0) wrt(x0)
    return %r0, %r1, %r2, %r3, %r4, %r5
  }
  func @main.jvp.vjp(%x0: f64[3], %t1x0: f64[3], %u2r0: f64, %u2r1: f64, %u2r2: f64, %u2r3: f64, %u2r4: f64, %u2r5: f64) -> (r0: f64, r1: f64, r2: f64, r3: f64, r4: f64, r5: f64, r6: f64[3], r7: f64[3]) {
    %r0, %r1, %r2, %r3, %r4, %r5, %r6, %r7 = vjp @main.jvp(%x0, %t1x0) cotangent(%u2r0, %u2r1, %u2r2, %u2r3, %u2r4, %u2r5) wrt(x0, t1x0)
    return %r0, %r1, %r2, %r3, %r4, %r5, %r6, %r7
  }
}
