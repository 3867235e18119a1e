// RUN: leat-opt %s -leat-lower-kernels | FileCheck %s

// A merge sort from the bottom up: lines, passes of doubling width, places.
// CHECK-LABEL: func.func private @argsort
// CHECK: scf.for
// CHECK: tensor.insert
// CHECK: scf.for
// CHECK: arith.shli
// CHECK: scf.for
// CHECK: arith.cmpf olt
// CHECK: tensor.insert
leat.kernel @argsort(%x: f32[4, 9]) -> (i32[4, 9]) {
  %i = leat.argsort %x : (f32[4, 9]) -> i32[4, 9]
  leat.return %i : i32[4, 9] }

// Four steps for nine elements, without branches.
// CHECK-LABEL: func.func private @search
// CHECK: linalg.generic
// CHECK-COUNT-4: tensor.extract
// CHECK-NOT: tensor.extract
// CHECK: linalg.yield
leat.kernel @search(%s: f32[9], %x: f32[5]) -> (i32[5]) {
  %i = leat.searchsorted %s, %x : (f32[9], f32[5]) -> i32[5]
  leat.return %i : i32[5] }

// CHECK-LABEL: func.func private @take
// CHECK: linalg.generic
// CHECK: tensor.extract
leat.kernel @take(%x: f32[4, 9], %i: i32[4, 2]) -> (f32[4, 2]) {
  %y = leat.take_along_axis %x, %i : (f32[4, 9], i32[4, 2]) -> f32[4, 2]
  leat.return %y : f32[4, 2] }

// One element after the other, in row-major order; bf16 is summed in f32.
// CHECK-LABEL: func.func private @add
// CHECK: scf.for
// CHECK: scf.for
// CHECK: tensor.extract {{.*}} : tensor<4x9xf32>
// CHECK: arith.addf
// CHECK: tensor.insert {{.*}} : tensor<4x9xf32>
leat.kernel @add(%u: bf16[4, 2], %i: i32[4, 2]) -> (bf16[4, 9]) {
  %y = leat.add_along_axis %u, %i, size = 9 : (bf16[4, 2], i32[4, 2]) -> bf16[4, 9]
  leat.return %y : bf16[4, 9] }
