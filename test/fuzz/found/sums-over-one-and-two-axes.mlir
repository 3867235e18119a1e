// Over the same loops the one sum goes on where the other begins anew.
// RUN: leat run %s --input x=[[1,2,3],[4,5,6]] > %t.compiled
// RUN: leat run %s --input x=[[1,2,3],[4,5,6]] --reference | diff - %t.compiled
leat.model @program {
  func @main(%x: f64[2, 3]) -> (r0: f64[3], r1: f64[2, 3]) {
    %pairs = let reshape(%x, shape = [2, 1, 3]) * %x
    %all = sum %pairs, axis = [0, 1]
    %each = sum %pairs, axis = 1
    return %all, %each
  }
}
