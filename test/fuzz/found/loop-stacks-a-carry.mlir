// A loop that stacks what it carries, backward, and goes on with a value from
// outside: its derivative along directions, twice.
// RUN: leat-fuzz --repeat %s 3
// RUN: leat-fuzz --repeat %s 8
leat.model @program {
  func @main(%x0: f64[2], %x1: f64[3], %x2: f64[2]) -> (r0: f64[3, 2], r1: f64[2]) {
    %v1, %v2 = for %i = 0 to 2, save = all, rows = backward carry(%a = %x0) over(%b = %x1) {
      %n = let sin(%a * %b + 0.3)
      yield %x2 stack(%a)
    }
    return %v2, %v1
  }
  func @main.jvp(%x0: f64[2], %x1: f64[3], %x2: f64[2], %t3x0: f64[2], %t3x1: f64[3], %t3x2: f64[2]) -> (r0: f64[3, 2], r1: f64[2], r2: f64[3, 2], r3: f64[2]) {
    %r0, %r1, %r2, %r3 = jvp @main(%x0, %x1, %x2) tangent(%t3x0, %t3x1, %t3x2) wrt(x0, x1, x2)
    return %r0, %r1, %r2, %r3
  }
  func @main.jvp.jvp(%x0: f64[2], %x1: f64[3], %x2: f64[2], %t3x0: f64[2], %t3x1: f64[3], %t3x2: f64[2], %t6x0: f64[2], %t6x1: f64[3], %t6x2: f64[2], %t6t3x0: f64[2], %t6t3x1: f64[3], %t6t3x2: f64[2]) -> (r0: f64[3, 2], r1: f64[2], r2: f64[3, 2], r3: f64[2], r4: f64[3, 2], r5: f64[2], r6: f64[3, 2], r7: f64[2]) {
    %r0, %r1, %r2, %r3, %r4, %r5, %r6, %r7 = jvp @main.jvp(%x0, %x1, %x2, %t3x0, %t3x1, %t3x2) tangent(%t6x0, %t6x1, %t6x2, %t6t3x0, %t6t3x1, %t6t3x2) wrt(x0, x1, x2, t3x0, t3x1, t3x2)
    return %r0, %r1, %r2, %r3, %r4, %r5, %r6, %r7
  }
}
