// RUN: leat-opt %s -leat-give-destinations -leat-bufferize -canonicalize -cse -canonicalize -split-input-file | FileCheck %s

func.func private @sgd(%w: tensor<8xf32>, %g: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.sub ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK: func.func private @sgd(%[[G:[a-z0-9]*]]: memref<8xf32>, %[[W:[a-z0-9]*]]: memref<8xf32>)
// CHECK-NEXT: linalg.sub ins(%[[W]], %[[G]] : {{.*}}) outs(%[[W]] :
// CHECK-NEXT: return
// CHECK-LABEL: func.func @state_is_updated_without_a_copy
// CHECK-NEXT: leat.launch @sgd ins(%{{.*}} : memref<8xf32>) outs(%{{.*}} : memref<8xf32>)
// CHECK-NEXT: return
func.func @state_is_updated_without_a_copy(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
    -> (tensor<8xf32> {leat.state = @w}) {
  %e = tensor.empty() : tensor<8xf32>
  %n = leat.launch @sgd ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %n : tensor<8xf32>
}

// -----

func.func private @reverse(%w: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.generic {indexing_maps = [affine_map<(i) -> (7 - i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%w : tensor<8xf32>) outs(%out : tensor<8xf32>) {
  ^bb0(%a: f32, %b: f32):
    linalg.yield %a : f32
  } -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// It would write elements before it reads them.
// CHECK: func.func private @reverse(%[[W:[a-z0-9]*]]: memref<8xf32>)
// CHECK: %[[NEW:.*]] = memref.alloc
// CHECK: linalg.generic {{.*}} ins(%[[W]] : {{.*}}) outs(%[[NEW]] :
// CHECK: memref.copy %[[NEW]], %[[W]]
// CHECK-LABEL: func.func @kernel_in_place_keeps_what_it_still_reads
func.func @kernel_in_place_keeps_what_it_still_reads(%w: tensor<8xf32> {leat.state = @w}) -> (tensor<8xf32> {leat.state = @w}) {
  %e = tensor.empty() : tensor<8xf32>
  %n = leat.launch @reverse ins(%w : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %n : tensor<8xf32>
}

// -----

func.func private @exp(%x: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.exp ins(%x : tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func.func @output_is_read_where_it_stands
// CHECK-SAME: %[[X:[a-z0-9]*]]: memref<8xf32> {leat.name = "x"}, %[[Y:[a-z0-9]*]]: memref<8xf32> {leat.name = "y", leat.output}, %[[Z:[a-z0-9]*]]: memref<8xf32>
// CHECK-NEXT: leat.launch @exp ins(%[[X]] : {{.*}}) outs(%[[Y]] :
// CHECK-NEXT: leat.launch @exp ins(%[[Y]] : {{.*}}) outs(%[[Z]] :
// CHECK-NEXT: return
func.func @output_is_read_where_it_stands(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}, tensor<8xf32> {leat.name = "z"}) {
  %e = tensor.empty() : tensor<8xf32>
  %y = leat.launch @exp ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %z = leat.launch @exp ins(%y : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %y, %z : tensor<8xf32>, tensor<8xf32>
}

// CHECK-LABEL: func.func @result_that_is_an_input_is_copied
// CHECK-NEXT: memref.copy %{{.*}}, %{{.*}} : memref<8xf32> to memref<8xf32>
// CHECK-NEXT: return
func.func @result_that_is_an_input_is_copied(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}) {
  return %x : tensor<8xf32>
}

// CHECK-LABEL: func.func @loop_works_on_its_output
// CHECK-SAME: %[[X:[a-z0-9]*]]: memref<8xf32> {leat.name = "x"}, %[[Y:[a-z0-9]*]]: memref<8xf32>
// CHECK-NOT: memref.alloc
// CHECK: memref.copy %[[X]], %[[Y]]
// CHECK-NEXT: scf.for %{{.*}} = %{{.*}} to %{{.*}} step %{{.*}} {
// CHECK-NEXT: leat.launch @exp_inplace ins() outs(%[[Y]] :
// CHECK-NEXT: }
// CHECK-NEXT: return
func.func @loop_works_on_its_output(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %y = scf.for %i = %c0 to %c9 step %c1 iter_args(%a = %x) -> tensor<8xf32> {
    %e = tensor.empty() : tensor<8xf32>
    %n = leat.launch @exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}

// CHECK-LABEL: func.func @branches_yield_no_buffer
// CHECK: scf.if %{{[^ ]*}} {
func.func @branches_yield_no_buffer(%x: tensor<8xf32> {leat.name = "x"}, %c: tensor<i1> {leat.name = "c"})
    -> (tensor<8xf32> {leat.name = "z"}) {
  %p = tensor.extract %c[] : tensor<i1>
  %e = tensor.empty() : tensor<8xf32>
  %y = scf.if %p -> tensor<8xf32> {
    %n = leat.launch @exp ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  } else {
    scf.yield %x : tensor<8xf32>
  }
  %z = leat.launch @exp ins(%y : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %z : tensor<8xf32>
}

// CHECK-LABEL: func.func @while_carries_no_buffer
// CHECK: scf.while : () -> () {
func.func @while_carries_no_buffer(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}) {
  %c0 = arith.constant 0 : index
  %k = arith.constant 3.0 : f32
  %e = tensor.empty() : tensor<8xf32>
  %y = scf.while (%a = %x) : (tensor<8xf32>) -> tensor<8xf32> {
    %v = tensor.extract %a[%c0] : tensor<8xf32>
    %p = arith.cmpf olt, %v, %k : f32
    scf.condition(%p) %a : tensor<8xf32>
  } do {
  ^bb0(%a: tensor<8xf32>):
    %n = leat.launch @exp ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}

// CHECK-LABEL: func.func @reshape_is_a_view
// CHECK: memref.expand_shape
// CHECK-NOT: memref.copy
// CHECK: return
func.func @reshape_is_a_view(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}) {
  %r = tensor.expand_shape %x [[0, 1]] output_shape [4, 2] : tensor<8xf32> into tensor<4x2xf32>
  %e = tensor.empty() : tensor<8xf32>
  %y = leat.launch @exp ins(%r : tensor<4x2xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %y : tensor<8xf32>
}

// -----

func.func private @row(%x: tensor<16xf32>, %out: tensor<16xf32>) -> tensor<16xf32> {
  %r = linalg.exp ins(%x : tensor<16xf32>) outs(%out : tensor<16xf32>) -> tensor<16xf32>
  return %r : tensor<16xf32>
}

// A row of 64 bytes is aligned wherever it lies: no copy in, none out.
// CHECK-LABEL: func.func @aligned_rows_are_read_and_written_where_they_are
// CHECK-NOT: memref.alloc
// CHECK-NOT: memref.copy
// CHECK: return
func.func @aligned_rows_are_read_and_written_where_they_are(%x: tensor<4x16xf32> {leat.name = "x"}) -> (tensor<4x16xf32> {leat.name = "y"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  %s = tensor.empty() : tensor<4x16xf32>
  %y = scf.for %i = %c0 to %c4 step %c1 iter_args(%a = %s) -> tensor<4x16xf32> {
    %row = tensor.extract_slice %x[%i, 0] [1, 16] [1, 1] : tensor<4x16xf32> to tensor<16xf32>
    %e = tensor.empty() : tensor<16xf32>
    %n = leat.launch @row ins(%row : tensor<16xf32>) outs(%e : tensor<16xf32>) -> tensor<16xf32>
    %b = tensor.insert_slice %n into %a[%i, 0] [1, 16] [1, 1] : tensor<16xf32> into tensor<4x16xf32>
    scf.yield %b : tensor<4x16xf32>
  }
  return %y : tensor<4x16xf32>
}

// -----

func.func private @row(%x: tensor<3xf32>, %out: tensor<3xf32>) -> tensor<3xf32> {
  %r = linalg.exp ins(%x : tensor<3xf32>) outs(%out : tensor<3xf32>) -> tensor<3xf32>
  return %r : tensor<3xf32>
}

// CHECK-LABEL: func.func @rows_off_the_alignment_are_copied
// CHECK: %[[ROW:.*]] = memref.subview
// CHECK: %[[COPY:.*]] = memref.alloc() {alignment = 64 : i64} : memref<3xf32>
// CHECK: memref.copy %[[ROW]], %[[COPY]]
// CHECK: leat.launch @row ins(%[[COPY]] : memref<3xf32>)
func.func @rows_off_the_alignment_are_copied(%x: tensor<4x3xf32> {leat.name = "x"}) -> (tensor<3xf32> {leat.name = "y"}) {
  %row = tensor.extract_slice %x[1, 0] [1, 3] [1, 1] : tensor<4x3xf32> to tensor<3xf32>
  %e = tensor.empty() : tensor<3xf32>
  %n = leat.launch @row ins(%row : tensor<3xf32>) outs(%e : tensor<3xf32>) -> tensor<3xf32>
  return %n : tensor<3xf32>
}

// -----

// CHECK-LABEL: leat.kernel @dw(%{{.*}}: f32[8], %{{.*}}: f32[8]) -> (f32[8])
leat.kernel @dw(%w: f32[8], %g: f32[8]) -> (f32[8]) { return %w : tensor<8xf32> }

// CHECK-LABEL: func.func @leat_kernel_is_left_alone
// CHECK: %[[T:.*]] = memref.alloc
// CHECK-NEXT: leat.launch @dw ins(%{{.*}}, %[[W:.*]] : {{.*}}) outs(%[[T]] :
// CHECK-NEXT: memref.copy %[[T]], %[[W]]
func.func @leat_kernel_is_left_alone(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
    -> (tensor<8xf32> {leat.state = @w}) {
  %e = tensor.empty() : tensor<8xf32>
  %n = leat.launch @dw ins(%g, %w : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %n : tensor<8xf32>
}

// -----

func.func private @sgd(%w: tensor<8xf32>, %g: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.sub ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func.func @state_that_a_loop_carries_stays_where_it_is
// CHECK-SAME: %[[W:[a-z0-9]*]]: memref<8xf32> {leat.state = @w}
// CHECK-NOT: memref.copy
// CHECK: scf.for
// CHECK: leat.launch @sgd ins(%{{.*}} : {{.*}}) outs(%[[W]] :
// CHECK-NOT: memref.copy
// CHECK: return
func.func @state_that_a_loop_carries_stays_where_it_is(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
    -> (tensor<8xf32> {leat.state = @w}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %n = scf.for %i = %c0 to %c9 step %c1 iter_args(%a = %w) -> tensor<8xf32> {
    %inner = scf.for %j = %c0 to %c9 step %c1 iter_args(%b = %a) -> tensor<8xf32> {
      %e = tensor.empty() : tensor<8xf32>
      %m = leat.launch @sgd ins(%b, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
      scf.yield %m : tensor<8xf32>
    }
    scf.yield %inner : tensor<8xf32>
  }
  return %n : tensor<8xf32>
}

// -----

func.func private @sgd(%w: tensor<8xf32>, %g: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.sub ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func.func @carries_that_change_places_go_by_a_copy
// CHECK: scf.for {{[^(]*}} {
// CHECK: memref.copy
// CHECK: memref.copy
// CHECK: memref.copy
func.func @carries_that_change_places_go_by_a_copy(%w: tensor<8xf32> {leat.state = @w}, %v: tensor<8xf32> {leat.state = @v})
    -> (tensor<8xf32> {leat.state = @w}, tensor<8xf32> {leat.state = @v}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %n:2 = scf.for %i = %c0 to %c9 step %c1 iter_args(%a = %w, %b = %v) -> (tensor<8xf32>, tensor<8xf32>) {
    scf.yield %b, %a : tensor<8xf32>, tensor<8xf32>
  }
  return %n#0, %n#1 : tensor<8xf32>, tensor<8xf32>
}

// -----

func.func private @init(%out: tensor<8xf32>) -> tensor<8xf32> {
  %c = arith.constant 1.0 : f32
  %r = linalg.fill ins(%c : f32) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
func.func private @sgd(%w: tensor<8xf32>, %g: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.sub ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// The loop reads the old state in every step, so its carry is another buffer.
// CHECK-LABEL: func.func @loop_that_reads_the_state_it_will_replace
// CHECK-SAME: %[[W:[a-z0-9]*]]: memref<8xf32> {leat.state = @w}
// CHECK: %[[T:.*]] = memref.alloc
// CHECK: leat.launch @init ins() outs(%[[T]]
// CHECK: leat.launch @sgd{{.*}} ins(%[[W]] : {{.*}}) outs(%[[T]]
// CHECK: memref.copy %[[T]], %[[W]]
func.func @loop_that_reads_the_state_it_will_replace(%w: tensor<8xf32> {leat.state = @w}) -> (tensor<8xf32> {leat.state = @w}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  %e = tensor.empty() : tensor<8xf32>
  %i0 = leat.launch @init ins() outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %n = scf.for %i = %c0 to %c9 step %c1 iter_args(%a = %i0) -> tensor<8xf32> {
    %m = leat.launch @sgd ins(%a, %w : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %m : tensor<8xf32>
  }
  return %n : tensor<8xf32>
}
