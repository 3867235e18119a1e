// The only slice of a scan has the shape of the others, wherever extents of 1 are.
// RUN: leat run %s --input x=[[[0.5]],[[0.7]]] > %t.compiled
// RUN: leat run %s --input x=[[[0.5]],[[0.7]]] --reference | diff - %t.compiled
leat.model @program {
  func @main(%x: f64[2, 1, 1]) -> (y: f64[1, 2, 1]) {
    %a = transpose %x, axes = [1, 0, 2]
    %b = cummin %a, axis = 2
    return %b
  }
}
