// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @arrange {
  // CHECK-LABEL: func @joined
  func @joined(%x: f32[B, 6], %z: f32[B, 6])
      -> (a: f32[B, 2], b: f32[B, 4], c: f32[B, 3], d: f32[B, 3], e: f32[B, 2, 6], f: f32[2, B, 12], g: f32[B, 6]) {
    // CHECK: %a, %b = split %{{.*}}, axis = 1, sizes = [2, 4] : f32[B, 2], f32[B, 4]
    %a, %b = split %x, sizes = [2, 4], axis = 1
    // CHECK: split %{{.*}}, axis = 1, parts = 2 : f32[B, 3], f32[B, 3]
    %c, %d = split %x, parts = 2, axis = 1 : f32[B, 3], f32[B, 3]
    // CHECK: stack %{{.*}}, %{{.*}}, axis = 1 : f32[B, 2, 6]
    %e = stack %x, %z, axis = 1
    // CHECK: tile %{{.*}}, repeats = [2, 1, 2] : f32[2, B, 12]
    %f = tile %x, repeats = [2, 1, 2]
    // CHECK: let roll(%{{.*}}, axis = 1, shift = -1) : f32[B, 6]
    %g = let roll(%x, shift = -1, axis = 1)
    return %a, %b, %c, %d, %e, %f, %g }

  // CHECK-LABEL: func @padded
  func @padded(%x: f32[B, 6]) -> (a: f32[B, 9], b: f32[B, 8], c: f32[B, 7]) {
    // CHECK: pad_circular %{{.*}}, high = [0, 1], low = [0, 2] : f32[B, 9]
    %a = pad_circular %x, low = [0, 2], high = [0, 1]
    // CHECK: pad_reflect %{{.*}} : f32[B, 8]
    %b = pad_reflect %x, low = [0, 1], high = [0, 1]
    // CHECK: pad_replicate %{{.*}} : f32[B, 7]
    %c = pad_replicate %x, low = [0, 0], high = [0, 1]
    return %a, %b, %c }

  // CHECK-LABEL: func @matrices
  func @matrices(%v: f32[B, 3], %x: f32[B, N, N], %y: f32[B, 3, 5])
      -> (a: f32[B, 4, 4], b: f32[B, N], c: f32[B, 3], d: f32[B], e: f32[B, N, N], f: f32[B, N, N]) {
    // CHECK: diag %{{.*}}, offset = -1 : f32[B, 4, 4]
    %a = diag %v, offset = -1
    // CHECK: diag_part %{{.*}} : f32[B, N]
    %b = diag_part %x
    // CHECK: diag_part %{{.*}}, offset = 1 : f32[B, 3]
    %c = diag_part %y, offset = 1
    // CHECK: trace %{{.*}} : f32[B]
    %d = trace %x
    // CHECK: tril %{{.*}} : f32[B, N, N]
    %e = tril %x
    // CHECK: let triu(%{{.*}}, offset = 1) : f32[B, N, N]
    %f = let triu(%x, offset = 1)
    return %a, %b, %c, %d, %e, %f }

  // CHECK-LABEL: func @products
  func @products(%a: f32[B, N, K], %b: f32[B, M, K], %v: f32[N])
      -> (p: f32[B, N, M], q: f32[N, M], r: f32[N]) {
    // CHECK: einsum %{{.*}}, %{{.*}}, equation = "bnk,bmk->bnm" : f32[B, N, M]
    %p = einsum %a, %b, equation = "bnk,bmk->bnm"
    // CHECK: let einsum(%{{.*}}, %{{.*}}, %{{.*}}, equation = "bnk, bmk, n -> nm") : f32[N, M]
    %q = let einsum(%a, %b, %v, equation = "bnk, bmk, n -> nm")
    // CHECK: einsum(outer(%{{.*}}, %{{.*}}), equation = ii)
    %s = let sum(einsum(outer(%v, %v), equation = ii))
    // CHECK: einsum %{{.*}}, equation = n : f32[N]
    %r = einsum %v, equation = n
    return %p, %q, %r }

  // CHECK-LABEL: func @enlarged
  func @enlarged(%x: f32[B, 3, 8, 8]) -> (a: f32[B, 3, 16, 16], b: f32[B, 3, 16, 8]) {
    // CHECK: upsample_nearest %{{.*}}, scale = 2 : f32[B, 3, 16, 16]
    %a = upsample_nearest %x, scale = 2
    // CHECK: upsample_linear %{{.*}}, scale = [2, 1] : f32[B, 3, 16, 8]
    %b = upsample_linear %x, scale = [2, 1]
    return %a, %b }
}

// Outside of a model types are full; several results have parentheses.
// CHECK-LABEL: func.func @full
func.func @full(%x: tensor<4x6xf32>) -> tensor<4x2xf32> {
  // CHECK: leat.split %{{.*}}, axis = 1, sizes = [2, 4] : (f32[4, 6]) -> (f32[4, 2], f32[4, 4])
  %a, %b = leat.split %x, axis = 1, sizes = [2, 4] : (f32[4, 6]) -> (f32[4, 2], f32[4, 4])
  return %a : tensor<4x2xf32>
}
