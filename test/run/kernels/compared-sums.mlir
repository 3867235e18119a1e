// A contraction of which only a comparison is used: its sums are kept all the same.
// RUN: leat run %s --no-cache --input x=[[1,0],[0,1],[2,2],[1,-1]] --input w=[[1,-1,1],[1,0,1]] | FileCheck %s
leat.model @m {
  // CHECK: y =
  // CHECK-COUNT-3: [ True False  True]
  // CHECK: [False False False]
  func @main(%x: f32[4, 2], %w: f32[2, 3]) -> (y: i1[4, 3]) {
    %y = let matmul(%x, %w) > 0
    return %y }
}
