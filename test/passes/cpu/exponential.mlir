// RUN: leat-opt %s -leat-emit-loops=vector-bytes=64 | FileCheck %s

// f32 becomes a polynomial whose power of two is multiplied in by halves, so that small results
// round once; f64 stays for libm.
// CHECK-LABEL: @exponential
// CHECK-NOT: math.exp {{.*}} : f32
// CHECK: math.roundeven {{.*}} : vector<8xf32>
// CHECK: %[[HALF:.*]] = arith.shrsi
// CHECK: arith.bitcast
// CHECK: arith.mulf
// CHECK: arith.bitcast
// CHECK: arith.mulf
// CHECK: math.exp {{.*}} : vector<8xf64>
func.func @exponential(%x: memref<64xf32>, %y: memref<64xf32>, %u: memref<64xf64>, %v: memref<64xf64>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%x : memref<64xf32>) outs(%y : memref<64xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%u : memref<64xf64>) outs(%v : memref<64xf64>) {
  ^bb0(%a: f64, %o: f64):
    %0 = math.exp %a : f64
    linalg.yield %0 : f64
  }
  return
}

// Arguments below the normal numbers are scaled up first.
// CHECK-LABEL: @logarithm
// CHECK: arith.cmpf olt
// CHECK: arith.bitcast
// CHECK: arith.sitofp
// CHECK-NOT: math.log
func.func @logarithm(%x: memref<64xf32>, %y: memref<64xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]} ins(%x : memref<64xf32>) outs(%y : memref<64xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.log %a : f32
    linalg.yield %0 : f32
  }
  return
}
