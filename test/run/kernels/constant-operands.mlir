// Contractions of constants, which kernels of their own make: gradients of means are numbers
// everywhere, and a model may multiply by positions. The interpreter gives the same, and w shows it
// after a step.
// RUN: leat run %s --no-cache --entry mean --input x=[[1,2,3],[4,5,6],[7,8,9],[0,1,0]] --input w=[[1,1,1],[1,0,1]] | FileCheck %s --check-prefix=MEAN
// RUN: leat run %s --no-cache --reference --entry mean --input x=[[1,2,3],[4,5,6],[7,8,9],[0,1,0]] --input w=[[1,1,1],[1,0,1]] | FileCheck %s --check-prefix=MEAN
// RUN: leat run %s --no-cache --entry positions --input x=[[1,0],[0,1],[2,2],[1,-1]] | FileCheck %s --check-prefix=POSITIONS
// RUN: leat run %s --no-cache --reference --entry positions --input x=[[1,0],[0,1],[2,2],[1,-1]] | FileCheck %s --check-prefix=POSITIONS
// RUN: leat run %s --no-cache --entry filter --input image=[[[[1,2,3],[4,5,6],[7,8,9]]]] --input w=[[[[1,0],[0,2]]]] | FileCheck %s --check-prefix=FILTER
// RUN: leat run %s --no-cache --reference --entry filter --input image=[[[[1,2,3],[4,5,6],[7,8,9]]]] --input w=[[[[1,0],[0,2]]]] | FileCheck %s --check-prefix=FILTER
// RUN: leat run %s --no-cache --entry step --input x=[[1,2,3],[4,5,6],[7,8,9],[0,1,0]] --save %t.safetensors
// RUN: leat run %s --no-cache --entry weights --state %t.safetensors | FileCheck %s --check-prefix=STEP
leat.model @m {
  param @w : f32[2, 3] = ones
  func @loss(%x: f32[B, 3], %w: f32[2, 3]) -> (loss: f32) {
    %l = let mean(matmul(%x, %w, transpose_rhs = true))
    return %l }
  // MEAN: loss = 9.5
  // MEAN: dx =
  // MEAN-COUNT-4: [0.25  0.125 0.25 ]
  // MEAN: dw =
  // MEAN-COUNT-2: [1.5  2.   2.25]
  func @mean(%x: f32[B, 3], %w: f32[2, 3]) -> (loss: f32, dx: f32[B, 3], dw: f32[2, 3]) {
    %l, %dx, %dw = grad @loss(%x, %w) wrt(x, w)
    return %l, %dx, %dw }
  // POSITIONS: y =
  // POSITIONS-COUNT-2: [7. 2.]
  // POSITIONS: z =
  // POSITIONS-COUNT-2: [ 4.  4.  4.]
  // POSITIONS-NEXT: [16. 16. 16.]
  // POSITIONS-NEXT: [ 0.  0.  0.]
  func @positions(%x: f32[4, 2]) -> (y: f32[2, 2], z: f32[4, 3]) {
    %p = iota shape = [2, 4], dtype = f32, axis = 1
    %n = number 2 : f32[6]
    %two = reshape %n, shape = [2, 3]
    %y = matmul %p, %x
    %z = let relu(matmul(%x, %two)) * 2
    return %y, %z }
  func @ofImage(%image: f32[1, 1, 3, 3], %w: f32[1, 1, 2, 2]) -> (loss: f32) {
    %l = let mean(conv(%image, %w))
    return %l }
  // FILTER: loss = 17.0
  // FILTER: dimage =
  // FILTER-NEXT: [0.25 0.25 0.  ]
  // FILTER-NEXT: [0.25 0.75 0.5 ]
  // FILTER-NEXT: [0.   0.5  0.5 ]
  // FILTER: dw =
  // FILTER-NEXT: [3. 4.]
  // FILTER-NEXT: [6. 7.]
  func @filter(%image: f32[1, 1, 3, 3], %w: f32[1, 1, 2, 2]) -> (loss: f32, dimage: f32[1, 1, 3, 3], dw: f32[1, 1, 2, 2]) {
    %l, %d, %dw = grad @ofImage(%image, %w) wrt(image, w)
    return %l, %d, %dw }
  func @trained(%x: f32[B, 3]) -> (loss: f32) {
    %l = let @loss(%x, @w)
    return %l }
  trainer @step minimizes @trained wrt(params) using sgd(lr = 0.5)
  // STEP: w =
  // STEP-COUNT-2: [ 0.25   0.    -0.125]
  func @weights() -> (w: f32[2, 3]) {
    %w = let @w * 1
    return %w }
}
