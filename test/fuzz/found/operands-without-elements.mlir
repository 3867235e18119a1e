// An argument without elements, of a function and of its kernels.
// RUN: leat-fuzz --repeat %s 3
// RUN: leat-fuzz --repeat %s 8
leat.model @program {
  func @main(%x1: f64[1, 1], %x2: f64[1, 0]) -> (r0: f64[1, 1]) {
    %b = concat %x2, %x1, axis = 1
    %c = pad %x2, low = [0, 0], high = [0, 1], value = 0.5
    %d = let %b * 2.0 + %c
    return %d
  }
  func @main.vjp(%x1: f64[1, 1], %x2: f64[1, 0], %u2r0: f64[1, 1]) -> (r0: f64[1, 1], r1: f64[1, 1], r2: f64[1, 0]) {
    %r0, %r1, %r2 = vjp @main(%x1, %x2) cotangent(%u2r0) wrt(x1, x2)
    return %r0, %r1, %r2
  }
  func @main.vmap(%x1_l0: f64[2, 1, 1], %x2: f64[1, 0]) -> (r0: f64[2, 1, 1]) {
    %r0 = vmap @main(%x1_l0, %x2) in_axes(0, none)
    return %r0
  }
}
