// What is searched in is also what the sought values are made of, at each point.
// RUN: leat-fuzz --repeat %s 3000052
leat.model @program {
  func @main(%x1: f64[3]) -> (r0: f64, r1: i64[4], r2: i64[4]) {
    %v1 = linspace start = -1.0, stop = 1.3, count = 4, dtype = f64
    %v2 = let %v1 + 0.1853
    %v3 = searchsorted %v1, %v2, dtype = i64, right = true
    %v4 = mean %x1
    return %v4, %v3, %v3
  }
  func @main.vmap(%x1_l1: f64[3, 2]) -> (r0: f64[2], r1: i64[2, 4], r2: i64[2, 4]) {
    %r0, %r1, %r2 = vmap @main(%x1_l1) in_axes(1)
    return %r0, %r1, %r2
  }
}
