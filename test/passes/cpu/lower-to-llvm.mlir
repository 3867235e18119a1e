// RUN: leat-opt %s -split-input-file --leat-lower-to-llvm | FileCheck %s
// RUN: leat-opt %s -split-input-file --leat-lower-to-llvm="openmp=false" | FileCheck %s --check-prefix=SERIAL

// A buffer is a pointer that says all the ABI promises.
// CHECK-LABEL: llvm.func @abi(
// CHECK-SAME:    %{{.*}}: !llvm.ptr {llvm.align = 64 : i64, llvm.dereferenceable = 256 : i64, llvm.noalias, llvm.nonnull}
// CHECK-SAME:    %{{.*}}: !llvm.ptr {llvm.align = 64 : i64, llvm.dereferenceable = 9 : i64, llvm.noalias, llvm.nonnull}
// CHECK-SAME:    %{{.*}}: i64)
func.func @abi(%a: memref<8x8xf32>, %b: memref<9xi1>, %n: i64) {
  return
}

// -----

// A parallel loop is one region with a static schedule, without a stack saved
// in each iteration, and its pointers stay bare.
// CHECK-LABEL: llvm.func @parallel(%{{.*}}: !llvm.ptr {{{.*}}}) {
// CHECK-NOT:     llvm.intr.stacksave
// CHECK:         omp.parallel {
// CHECK-NEXT:      omp.wsloop {
// CHECK-NEXT:        omp.loop_nest
// CHECK:               llvm.store {{.*}} : vector<16xf32>, !llvm.ptr
// SERIAL-LABEL: llvm.func @parallel
// SERIAL-NOT:     omp.
// SERIAL:         llvm.cond_br
func.func @parallel(%a: memref<64x16xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %n = arith.constant 64 : index
  %zero = arith.constant dense<0.0> : vector<16xf32>
  scf.parallel (%i) = (%c0) to (%n) step (%c1) {
    vector.store %zero, %a[%i, %c0] : memref<64x16xf32>, vector<16xf32>
    scf.reduce
  }
  return
}

// -----

// scf.forall is a parallel loop too.
// CHECK-LABEL: llvm.func @forall
// CHECK:         omp.wsloop
func.func @forall(%a: memref<64xf32>) {
  %zero = arith.constant 0.0 : f32
  scf.forall (%i) in (64) {
    memref.store %zero, %a[%i] : memref<64xf32>
  }
  return
}

// -----

// A written multiply-add rounds once; one that is not written stays two ops.
// CHECK-LABEL: llvm.func @fma
// CHECK-NOT:     fmuladd
// CHECK:         %[[FUSED:.*]] = llvm.intr.fma(%{{.*}}, %{{.*}}, %{{.*}}) : (vector<16xf32>
// CHECK:         %[[PRODUCT:.*]] = llvm.fmul %[[FUSED]], %{{.*}} : vector<16xf32>
// CHECK:         llvm.fadd %[[PRODUCT]], %{{.*}} : vector<16xf32>
func.func @fma(%a: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %x = vector.load %a[%c0] : memref<16xf32>, vector<16xf32>
  %y = vector.fma %x, %x, %x : vector<16xf32>
  %z = arith.mulf %y, %x : vector<16xf32>
  %w = arith.addf %z, %x : vector<16xf32>
  vector.store %w, %a[%c0] : memref<16xf32>, vector<16xf32>
  return
}

// -----

// What has no instruction is called in libm, lane by lane, by its own name:
// log1p does not become log(1 + x), nor expm1 exp(x) - 1.
// CHECK-DAG:   llvm.func @log1p(f64) -> f64
// CHECK-DAG:   llvm.func @expm1(f64) -> f64
// CHECK-DAG:   llvm.func @powf(f32, f32) -> f32
// CHECK-LABEL: llvm.func @libm
// CHECK-COUNT-2: llvm.call @log1p
// CHECK-COUNT-2: llvm.call @expm1
// CHECK:         llvm.call @powf
// CHECK-NOT:     llvm.intr
func.func @libm(%a: memref<2xf64>, %b: memref<1xf32>) {
  %c0 = arith.constant 0 : index
  %x = vector.load %a[%c0] : memref<2xf64>, vector<2xf64>
  %y = math.log1p %x : vector<2xf64>
  %z = math.expm1 %y : vector<2xf64>
  vector.store %z, %a[%c0] : memref<2xf64>, vector<2xf64>
  %two = arith.constant 2.0 : f32
  %u = memref.load %b[%c0] : memref<1xf32>
  %v = math.powf %u, %two : f32
  memref.store %v, %b[%c0] : memref<1xf32>
  return
}

// -----

// What has one stays whole vectors.
// CHECK-LABEL: llvm.func @instructions
// CHECK:         llvm.intr.sqrt({{.*}}) : (vector<16xf32>)
// CHECK:         llvm.intr.floor({{.*}}) : (vector<16xf32>)
// CHECK:         llvm.intr.fabs({{.*}}) : (vector<16xf32>)
// CHECK:         llvm.intr.maximum({{.*}}) : (vector<16xf32>
// CHECK-NOT:     llvm.call
func.func @instructions(%a: memref<16xf32>) {
  %c0 = arith.constant 0 : index
  %x = vector.load %a[%c0] : memref<16xf32>, vector<16xf32>
  %s = math.sqrt %x : vector<16xf32>
  %f = math.floor %s : vector<16xf32>
  %g = math.absf %f : vector<16xf32>
  %m = arith.maximumf %g, %x : vector<16xf32>
  vector.store %m, %a[%c0] : memref<16xf32>, vector<16xf32>
  return
}

// -----

// bf16 is computed in f32, and each result is rounded in integer arithmetic.
// CHECK-LABEL: llvm.func @bf16
// CHECK-NOT:     fptrunc
// CHECK:         llvm.fadd {{.*}} : vector<16xf32>
// CHECK:         llvm.trunc {{.*}} : vector<16xi32> to vector<16xi16>
// CHECK:         llvm.fmul {{.*}} : vector<16xf32>
// CHECK:         llvm.trunc {{.*}} : vector<16xi32> to vector<16xi16>
func.func @bf16(%a: memref<16xbf16>) {
  %c0 = arith.constant 0 : index
  %x = vector.load %a[%c0] : memref<16xbf16>, vector<16xbf16>
  %s = arith.addf %x, %x : vector<16xbf16>
  %p = arith.mulf %s, %x : vector<16xbf16>
  vector.store %p, %a[%c0] : memref<16xbf16>, vector<16xbf16>
  return
}

// -----

// A helper is internal to the object, and takes what its caller has.
// CHECK-LABEL: llvm.func internal @helper(%{{.*}}: !llvm.ptr)
// CHECK-LABEL: llvm.func @caller
// CHECK:         llvm.call @helper
func.func private @helper(%a: memref<4xf32, strided<[2]>>) {
  return
}
func.func @caller(%a: memref<8xf32>) {
  %s = memref.subview %a[0] [4] [2] : memref<8xf32> to memref<4xf32, strided<[2]>>
  call @helper(%s) : (memref<4xf32, strided<[2]>>) -> ()
  return
}

// -----

// Subviews become arithmetic on one pointer; transfers of rank 2, rows.
// CHECK-LABEL: llvm.func @views
// CHECK-NOT:     unrealized_conversion_cast
// CHECK-COUNT-2: llvm.load {{.*}} : !llvm.ptr -> vector<8xf32>
func.func @views(%a: memref<16x16xf32>, %b: memref<2x8xf32>, %i: index) {
  %c0 = arith.constant 0 : index
  %pad = arith.constant 0.0 : f32
  %s = memref.subview %a[%i, 8] [2, 8] [1, 1]
      : memref<16x16xf32> to memref<2x8xf32, strided<[16, 1], offset: ?>>
  %v = vector.transfer_read %s[%c0, %c0], %pad {in_bounds = [true, true]}
      : memref<2x8xf32, strided<[16, 1], offset: ?>>, vector<2x8xf32>
  vector.transfer_write %v, %b[%c0, %c0] {in_bounds = [true, true]}
      : vector<2x8xf32>, memref<2x8xf32>
  return
}
