// A constant that both regions of an `if` copy somewhere else.
// RUN: leat-fuzz --repeat %s 1000047
leat.model @program {
  func @main(%x2: f64[1], %x3: f64[1], %c929: i1) -> (r0: f64) {
    %v33 = if %c929 {
      yield %x3
    } else {
      yield %x2
    }
    %v35 = let sum(%v33) * 0.7071
    return %v35
  }
  func @main.vjp(%x2: f64[1], %x3: f64[1], %c929: i1, %u3r0: f64) -> (r0: f64, r1: f64[1], r2: f64[1]) {
    %r0, %r1, %r2 = vjp @main(%x2, %x3, %c929) cotangent(%u3r0) wrt(x2, x3)
    return %r0, %r1, %r2
  }
}
