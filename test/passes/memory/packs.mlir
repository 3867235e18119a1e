// RUN: leat-opt %s -leat-give-destinations -leat-bufferize -canonicalize -cse -canonicalize -split-input-file | FileCheck %s

func.func private @twice(%x: tensor<16xf32>, %out: tensor<16xf32>) -> tensor<16xf32> {
  %r = linalg.add ins(%x, %x : tensor<16xf32>, tensor<16xf32>) outs(%out : tensor<16xf32>) -> tensor<16xf32>
  return %r : tensor<16xf32>
}

func.func private @all(%x: tensor<32xf32>, %out: tensor<32xf32>) -> tensor<32xf32> {
  %r = linalg.exp ins(%x : tensor<32xf32>) outs(%out : tensor<32xf32>) -> tensor<32xf32>
  return %r : tensor<32xf32>
}

// CHECK-LABEL: @parts_are_computed_where_they_stand
// CHECK-SAME: (%[[X:.*]]: memref<16xf32>
// CHECK: %[[M:.*]] = memref.alloc() {{.*}}: memref<32xf32>
// CHECK-NOT: memref.alloc
// CHECK-NOT: memref.copy
// CHECK-DAG: %[[A:.*]] = memref.subview %[[M]][0] [16] [1]
// CHECK-DAG: %[[B:.*]] = memref.subview %[[M]][16] [16] [1]
// CHECK: leat.launch @twice ins(%[[X]] : memref<16xf32>) outs(%[[A]] :
// CHECK: leat.launch @twice ins(%[[A]] : {{.*}}) outs(%[[B]] :
// CHECK: leat.launch @all ins(%[[M]] : memref<32xf32>) outs(%{{.*}} : memref<32xf32>)
// CHECK: return
func.func @parts_are_computed_where_they_stand(%x: tensor<16xf32> {leat.name = "x"}) -> (tensor<32xf32> {leat.name = "y"}) {
  %e = tensor.empty() : tensor<32xf32>
  %sa = tensor.extract_slice %e[0] [16] [1] : tensor<32xf32> to tensor<16xf32>
  %a = leat.launch @twice ins(%x : tensor<16xf32>) outs(%sa : tensor<16xf32>) -> tensor<16xf32>
  %ea = tensor.insert_slice %a into %e[0] [16] [1] : tensor<16xf32> into tensor<32xf32>
  %sb = tensor.extract_slice %ea[16] [16] [1] : tensor<32xf32> to tensor<16xf32>
  %b = leat.launch @twice ins(%a : tensor<16xf32>) outs(%sb : tensor<16xf32>) -> tensor<16xf32>
  %eb = tensor.insert_slice %b into %ea[16] [16] [1] : tensor<16xf32> into tensor<32xf32>
  %o = tensor.empty() : tensor<32xf32>
  %y = leat.launch @all ins(%eb : tensor<32xf32>) outs(%o : tensor<32xf32>) -> tensor<32xf32>
  return %y : tensor<32xf32>
}

// -----

func.func private @all(%x: tensor<32xf32>, %out: tensor<32xf32>) -> tensor<32xf32> {
  %r = linalg.exp ins(%x : tensor<32xf32>) outs(%out : tensor<32xf32>) -> tensor<32xf32>
  return %r : tensor<32xf32>
}

// CHECK-LABEL: @what_comes_from_elsewhere_is_copied
// CHECK-SAME: (%[[X:.*]]: memref<16xf32>
// CHECK: %[[M:.*]] = memref.alloc() {{.*}}: memref<32xf32>
// CHECK-DAG: %[[A:.*]] = memref.subview %[[M]][0] [16] [1]
// CHECK-DAG: %[[B:.*]] = memref.subview %[[M]][16] [16] [1]
// CHECK-DAG: memref.copy %[[X]], %[[A]]
// CHECK-DAG: memref.copy %[[X]], %[[B]]
// CHECK: leat.launch @all ins(%[[M]] :
func.func @what_comes_from_elsewhere_is_copied(%x: tensor<16xf32> {leat.name = "x"}) -> (tensor<32xf32> {leat.name = "y"}) {
  %e = tensor.empty() : tensor<32xf32>
  %ea = tensor.insert_slice %x into %e[0] [16] [1] : tensor<16xf32> into tensor<32xf32>
  %eb = tensor.insert_slice %x into %ea[16] [16] [1] : tensor<16xf32> into tensor<32xf32>
  %o = tensor.empty() : tensor<32xf32>
  %y = leat.launch @all ins(%eb : tensor<32xf32>) outs(%o : tensor<32xf32>) -> tensor<32xf32>
  return %y : tensor<32xf32>
}

// -----

func.func private @twice(%x: tensor<16xf32>, %out: tensor<16xf32>) -> tensor<16xf32> {
  %r = linalg.add ins(%x, %x : tensor<16xf32>, tensor<16xf32>) outs(%out : tensor<16xf32>) -> tensor<16xf32>
  return %r : tensor<16xf32>
}

func.func private @all(%x: tensor<32xf32>, %out: tensor<32xf32>) -> tensor<32xf32> {
  %r = linalg.exp ins(%x : tensor<32xf32>) outs(%out : tensor<32xf32>) -> tensor<32xf32>
  return %r : tensor<32xf32>
}

// A loop starts from the part and changes it: the part stays as it was.
// CHECK-LABEL: @a_loop_does_not_overwrite_a_part
// CHECK: %[[M:.*]] = memref.alloc() {{.*}}: memref<32xf32>
// CHECK-DAG: %[[A:.*]] = memref.subview %[[M]][0] [16] [1]
// CHECK: leat.launch @twice ins(%{{.*}}) outs(%[[OWN:[^ ]*]] : memref<16xf32>)
// CHECK: memref.copy %[[OWN]], %[[A]]
// CHECK: scf.for
// CHECK-NOT: %[[A]]
// CHECK: leat.launch @all ins(%[[M]] :
func.func @a_loop_does_not_overwrite_a_part(%x: tensor<16xf32> {leat.name = "x"})
    -> (tensor<32xf32> {leat.name = "y"}, tensor<16xf32> {leat.name = "z"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %e = tensor.empty() : tensor<32xf32>
  %sa = tensor.extract_slice %e[0] [16] [1] : tensor<32xf32> to tensor<16xf32>
  %a = leat.launch @twice ins(%x : tensor<16xf32>) outs(%sa : tensor<16xf32>) -> tensor<16xf32>
  %ea = tensor.insert_slice %a into %e[0] [16] [1] : tensor<16xf32> into tensor<32xf32>
  %eb = tensor.insert_slice %x into %ea[16] [16] [1] : tensor<16xf32> into tensor<32xf32>
  %z = scf.for %i = %c0 to %c4 step %c1 iter_args(%h = %a) -> tensor<16xf32> {
    %o = tensor.empty() : tensor<16xf32>
    %n = leat.launch @twice ins(%h : tensor<16xf32>) outs(%o : tensor<16xf32>) -> tensor<16xf32>
    scf.yield %n : tensor<16xf32>
  }
  %f = tensor.empty() : tensor<16xf32>
  %t = leat.launch @twice ins(%z : tensor<16xf32>) outs(%f : tensor<16xf32>) -> tensor<16xf32>
  %o = tensor.empty() : tensor<32xf32>
  %y = leat.launch @all ins(%eb : tensor<32xf32>) outs(%o : tensor<32xf32>) -> tensor<32xf32>
  return %y, %t : tensor<32xf32>, tensor<16xf32>
}
