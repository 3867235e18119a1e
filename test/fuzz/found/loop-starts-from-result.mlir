// A loop that starts from what the gradient reads, too.
// RUN: leat-fuzz --repeat %s 9000051
leat.model @program {
  func @main(%x0: f64[1, 1], %c98: i1, %i9_911: i64, %x910: f64[1, 1], %i1_94: i64) -> (r0: f64[1, 1]) {
    %v1 = softplus %x0
    %v12, %v13, %v14 = while carry(%v2 = %x0, %v3 = %v1, %v5 = %i1_94), max_trips = 3 {
      condition %c98
    } do {
      yield %x910, %x0, %i9_911
    }
    return %v13
  }
  func @main.vjp(%x0: f64[1, 1], %c98: i1, %i9_911: i64, %x910: f64[1, 1], %i1_94: i64, %u5r0: f64[1, 1]) -> (r0: f64[1, 1], r1: f64[1, 1], r2: f64[1, 1]) {
    %r0, %r1, %r2 = vjp @main(%x0, %c98, %i9_911, %x910, %i1_94) cotangent(%u5r0) wrt(x0, x910)
    return %r0, %r1, %r2
  }
  func @main.vjp.jvp(%x0: f64[1, 1], %c98: i1, %i9_911: i64, %x910: f64[1, 1], %i1_94: i64, %u5r0: f64[1, 1], %t6x0: f64[1, 1], %t6x910: f64[1, 1], %t6u5r0: f64[1, 1]) -> (r0: f64[1, 1], r1: f64[1, 1], r2: f64[1, 1], r3: f64[1, 1], r4: f64[1, 1], r5: f64[1, 1]) {
    %r0, %r1, %r2, %r3, %r4, %r5 = jvp @main.vjp(%x0, %c98, %i9_911, %x910, %i1_94, %u5r0) tangent(%t6x0, %t6x910, %t6u5r0) wrt(x0, x910, u5r0)
    return %r0, %r1, %r2, %r3, %r4, %r5
  }
}
// -----
leat.model @program {
  func @main(%x0: f64[1, 1], %c98: i1, %i9_911: i64, %x910: f64[1, 1], %i1_94: i64) -> (r0: f64[1, 1]) {
    %o40 = softplus %x0
    %o41 = where %c98, %x910, %x0
    %o42 = where %c98, %x0, %o40
    %o43 = where %c98, %i9_911, %i1_94
    %o44 = logical_and %c98, %c98
    %o45 = where %o44, %x910, %o41
    %o46 = where %o44, %x0, %o42
    %o47 = where %o44, %i9_911, %o43
    %o48 = logical_and %o44, %c98
    %o49 = where %o48, %x910, %o45
    %o50 = where %o48, %x0, %o46
    %o51 = where %o48, %i9_911, %o47
    return %o50
  }
  func @main.vjp(%x0: f64[1, 1], %c98: i1, %i9_911: i64, %x910: f64[1, 1], %i1_94: i64, %u5r0: f64[1, 1]) -> (r0: f64[1, 1], r1: f64[1, 1], r2: f64[1, 1]) {
    %r0, %r1, %r2 = vjp @main(%x0, %c98, %i9_911, %x910, %i1_94) cotangent(%u5r0) wrt(x0, x910)
    return %r0, %r1, %r2
  }
  func @main.vjp.jvp(%x0: f64[1, 1], %c98: i1, %i9_911: i64, %x910: f64[1, 1], %i1_94: i64, %u5r0: f64[1, 1], %t6x0: f64[1, 1], %t6x910: f64[1, 1], %t6u5r0: f64[1, 1]) -> (r0: f64[1, 1], r1: f64[1, 1], r2: f64[1, 1], r3: f64[1, 1], r4: f64[1, 1], r5: f64[1, 1]) {
    %r0, %r1, %r2, %r3, %r4, %r5 = jvp @main.vjp(%x0, %c98, %i9_911, %x910, %i1_94, %u5r0) tangent(%t6x0, %t6x910, %t6u5r0) wrt(x0, x910, u5r0)
    return %r0, %r1, %r2, %r3, %r4, %r5
  }
}
