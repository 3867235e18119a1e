// What a region yields is a result, too.
// RUN: leat-fuzz --repeat %s 1000078
leat.model @program {
  func @main(%x1: f64[1, 2], %c96: i1) -> (r0: f64[1, 2]) {
    %v2 = let softmax(%x1, axis = 1)
    %v17 = if %c96 {
      yield %v2
    } else {
      yield %x1
    }
    return %v17
  }
  func @main.jvp(%x1: f64[1, 2], %c96: i1, %t2x1: f64[1, 2]) -> (r0: f64[1, 2], r1: f64[1, 2]) {
    %r0, %r1 = jvp @main(%x1, %c96) tangent(%t2x1) wrt(x1)
    return %r0, %r1
  }
  func @main.jvp.vjp(%x1: f64[1, 2], %c96: i1, %t2x1: f64[1, 2], %u3r0: f64[1, 2], %u3r1: f64[1, 2]) -> (r0: f64[1, 2], r1: f64[1, 2], r2: f64[1, 2], r3: f64[1, 2]) {
    %r0, %r1, %r2, %r3 = vjp @main.jvp(%x1, %c96, %t2x1) cotangent(%u3r0, %u3r1) wrt(x1, t2x1)
    return %r0, %r1, %r2, %r3
  }
}
