// RUN: leat-opt %s -leat-give-destinations -split-input-file | FileCheck %s

func.func private @sgd(%w: tensor<8xf32>, %g: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.sub ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// The old value comes in by the destination.
// CHECK: func.func private @sgd(%[[G:[a-z0-9]*]]: tensor<8xf32> {bufferization.writable = false}, %[[OUT:[a-z0-9]*]]: tensor<8xf32> {bufferization.writable = true})
// CHECK: linalg.sub ins(%[[OUT]], %[[G]] :
// CHECK-LABEL: func.func @state_is_updated_in_place
// CHECK-SAME: (%[[G:[a-z0-9]*]]: tensor<8xf32> {{{.*}}}, %[[W:[a-z0-9]*]]: tensor<8xf32> {bufferization.writable = true, leat.state = @w})
func.func @state_is_updated_in_place(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
    -> (tensor<8xf32> {leat.state = @w}) {
  %e = tensor.empty() : tensor<8xf32>
  // CHECK: %[[N:.*]] = leat.launch @sgd ins(%[[G]] : tensor<8xf32>) outs(%[[W]] : tensor<8xf32>)
  // CHECK-NEXT: return %[[N]]
  %n = leat.launch @sgd ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %n : tensor<8xf32>
}

// -----

func.func private @sgd(%w: tensor<8xf32>, %g: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.sub ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK: func.func private @sgd(%{{.*}}, %{{.*}}, %{{.*}}: tensor<8xf32> {bufferization.writable = true})
// CHECK-LABEL: func.func @only_launches_in_place_get_the_variant
func.func @only_launches_in_place_get_the_variant(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
    -> (tensor<8xf32> {leat.state = @w}, tensor<8xf32> {leat.name = "d"}) {
  %e = tensor.empty() : tensor<8xf32>
  // CHECK: leat.launch @sgd ins(%{{.*}}, %{{.*}} : tensor<8xf32>, tensor<8xf32>)
  // CHECK: leat.launch @sgd_inplace ins(%{{.*}} : tensor<8xf32>)
  %d = leat.launch @sgd ins(%g, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %n = leat.launch @sgd ins(%w, %d : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %n, %d : tensor<8xf32>, tensor<8xf32>
}
// CHECK: func.func private @sgd_inplace(%{{.*}}, %{{.*}}: tensor<8xf32> {bufferization.writable = true})

// -----

func.func private @sgd(%w: tensor<8xf32>, %g: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.sub ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}
func.func private @use(%w: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.exp ins(%w : tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func.func @update_waits_for_the_last_reader
func.func @update_waits_for_the_last_reader(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
    -> (tensor<8xf32> {leat.state = @w}, tensor<8xf32> {leat.name = "y"}) {
  %e = tensor.empty() : tensor<8xf32>
  // CHECK: leat.launch @use
  // CHECK: leat.launch @sgd ins(%{{.*}} : tensor<8xf32>)
  %n = leat.launch @sgd ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %y = leat.launch @use ins(%w : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %n, %y : tensor<8xf32>, tensor<8xf32>
}

// -----

leat.kernel @dw(%w: f32[8], %g: f32[8]) -> (f32[8]) { return %w : tensor<8xf32> }

// The code of a leat.kernel is made later: it does not know its destination.
// CHECK-LABEL: func.func @kernel_that_reads_a_state_does_not_overwrite_it
func.func @kernel_that_reads_a_state_does_not_overwrite_it(%g: tensor<8xf32> {leat.name = "g"}, %w: tensor<8xf32> {leat.state = @w})
    -> (tensor<8xf32> {leat.state = @w}) {
  // CHECK: %[[E:.*]] = tensor.empty
  // CHECK: %[[N:.*]] = leat.launch @dw ins(%{{.*}}, %{{.*}}) outs(%[[E]]
  // CHECK: bufferization.materialize_in_destination %[[N]] in
  %e = tensor.empty() : tensor<8xf32>
  %n = leat.launch @dw ins(%w, %g : tensor<8xf32>, tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  return %n : tensor<8xf32>
}

// -----

func.func private @flat(%x: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.exp ins(%x : tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK: module attributes {leat.entries = [{inputs = [{name = "x", type = tensor<8xf32>}],
// CHECK-SAME: name = "destination_has_another_shape", outputs = [{name = "y", type = tensor<2x4xf32>}], states = [], writes = []}]}
// CHECK-LABEL: func.func @destination_has_another_shape
// CHECK-SAME: %[[Y:[a-z0-9]*]]: tensor<2x4xf32> {bufferization.writable = true, leat.name = "y", leat.output}
func.func @destination_has_another_shape(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<2x4xf32> {leat.name = "y"}) {
  %e = tensor.empty() : tensor<8xf32>
  // CHECK: leat.launch @flat ins(%{{.*}}) outs(%[[Y]] : tensor<2x4xf32>) -> tensor<2x4xf32>
  %r = leat.launch @flat ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %y = tensor.expand_shape %r [[0, 1]] output_shape [2, 4] : tensor<8xf32> into tensor<2x4xf32>
  return %y : tensor<2x4xf32>
}

// -----

// CHECK-LABEL: func.func @result_that_is_an_input_is_copied
func.func @result_that_is_an_input_is_copied(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}) {
  // CHECK: bufferization.materialize_in_destination %{{.*}} in %{{.*}}
  return %x : tensor<8xf32>
}

// -----

func.func private @step(%x: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.exp ins(%x : tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func.func @carry_is_updated_in_place
func.func @carry_is_updated_in_place(%x: tensor<8xf32> {leat.name = "x"}) -> (tensor<8xf32> {leat.name = "y"}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c9 = arith.constant 9 : index
  // CHECK: %[[START:.*]] = bufferization.materialize_in_destination
  // CHECK: scf.for {{.*}} iter_args(%[[A:.*]] = %[[START]])
  %y = scf.for %i = %c0 to %c9 step %c1 iter_args(%a = %x) -> tensor<8xf32> {
    %e = tensor.empty() : tensor<8xf32>
    // CHECK: leat.launch @step ins() outs(%[[A]] : tensor<8xf32>)
    %n = leat.launch @step ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}

// -----

func.func private @step(%x: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
  %r = linalg.exp ins(%x : tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
  return %r : tensor<8xf32>
}

// CHECK-LABEL: func.func @both_branches_write_the_output
// CHECK-SAME: %[[Y:[a-z0-9]*]]: tensor<8xf32> {bufferization.writable = true, leat.name = "y", leat.output}
func.func @both_branches_write_the_output(%x: tensor<8xf32> {leat.name = "x"}, %c: tensor<i1> {leat.name = "c"})
    -> (tensor<8xf32> {leat.name = "y"}) {
  %p = tensor.extract %c[] : tensor<i1>
  %y = scf.if %p -> tensor<8xf32> {
    %e = tensor.empty() : tensor<8xf32>
    // CHECK: leat.launch @step ins(%{{.*}}) outs(%[[Y]] : tensor<8xf32>)
    %n = leat.launch @step ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
    scf.yield %n : tensor<8xf32>
  } else {
    // CHECK: materialize_in_destination %{{.*}} in %[[Y]]
    scf.yield %x : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}

// -----

// CHECK: writes = ["c", "s"]
// CHECK-LABEL: func.func @state_that_is_only_written_becomes_an_argument
// CHECK-SAME: leat.state = @c
func.func @state_that_is_only_written_becomes_an_argument(%x: tensor<8xf32> {leat.name = "x"}, %s: tensor<8xf32> {leat.state = @s}, %t: tensor<8xf32> {leat.state = @t})
    -> (tensor<8xf32> {leat.state = @c}, tensor<8xf32> {leat.state = @t}, tensor<8xf32> {leat.state = @s}) {
  return %x, %t, %x : tensor<8xf32>, tensor<8xf32>, tensor<8xf32>
}

// -----

// CHECK-LABEL: func.func @states_that_change_places_go_by_a_copy
func.func @states_that_change_places_go_by_a_copy(%a: tensor<8xf32> {leat.state = @a}, %b: tensor<8xf32> {leat.state = @b})
    -> (tensor<8xf32> {leat.state = @a}, tensor<8xf32> {leat.state = @b}) {
  // CHECK: bufferization.alloc_tensor() copy
  // CHECK: bufferization.alloc_tensor() copy
  return %b, %a : tensor<8xf32>, tensor<8xf32>
}

// -----

// What regions copy to where they yield it stays where it is: another region
// overwrites that.
// CHECK-LABEL: func.func @what_a_region_reads_has_memory_of_its_own
func.func @what_a_region_reads_has_memory_of_its_own(%x: tensor<8xf32> {leat.name = "x"}, %c: tensor<i1> {leat.name = "c"})
    -> (tensor<8xf32> {leat.name = "y"}) {
  // CHECK: %[[OWN:.*]] = bufferization.alloc_tensor() : tensor<8xf32>
  // CHECK: leat.launch @step ins(%{{.*}}) outs(%[[OWN]] : tensor<8xf32>)
  %e = tensor.empty() : tensor<8xf32>
  %n = leat.launch @step ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) -> tensor<8xf32>
  %p = tensor.extract %c[] : tensor<i1>
  %y = scf.if %p -> tensor<8xf32> {
    scf.yield %n : tensor<8xf32>
  } else {
    scf.yield %x : tensor<8xf32>
  }
  return %y : tensor<8xf32>
}
