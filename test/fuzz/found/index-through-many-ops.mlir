// Behind what knows its indices stands a long chain: each op that is fused composes the indices.
// RUN: timeout 100 leat run %s --input x=0.5 > %t.compiled
// RUN: leat run %s --input x=0.5 --reference | diff - %t.compiled
leat.model @program {
  func @main(%x: f64) -> (y: f64[3, 5, 5]) {
    %i = iota shape = [3, 5, 5], axis = 0, dtype = f64
    %a = let tanh(%i)
    %b = flip %a, axis = [0, 1, 2]
    %c = let (((((((((%b - %x) * %x - %b) * %x - %b) * %x - %b) * %x - %b) * %x - %b) * %x - %b) * %x - %b) * %x - %b) * %x
    %d = let (((((((((%c - %x) * %x - %c) * %x - %c) * %x - %c) * %x - %c) * %x - %c) * %x - %c) * %x - %c) * %x - %c) * %x
    return %d
  }
}
