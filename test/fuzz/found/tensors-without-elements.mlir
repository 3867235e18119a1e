// Tensors without elements, between kernels and op by op.
// RUN: leat-fuzz --repeat %s 3
// RUN: leat-fuzz --repeat %s 8
leat.model @program {
  func @main(%x1: f64[1, 1]) -> (r0: f64) {
    %a = slice %x1, axis = 1, start = 0, stop = 0
    %b = concat %x1, %a, axis = 1
    %c = let sum(%b * 2.0)
    return %c
  }
  func @main.vjp(%x1: f64[1, 1], %u1r0: f64) -> (r0: f64, r1: f64[1, 1]) {
    %r0, %r1 = vjp @main(%x1) cotangent(%u1r0) wrt(x1)
    return %r0, %r1
  }
}
