// RUN: leat-opt %s -leat-flatten-let -leat-resolve-modes | FileCheck %s

leat.model @m {
  state @rng = seed

  // A function that depends on the mode stands for inference itself.
  // CHECK-LABEL: func @layer(
  // CHECK-NOT: bernoulli
  // CHECK-NOT: dropout
  // CHECK: return
  func @layer(%x: f32[4]) -> (y: f32[4]) {
    %y = dropout %x, rng = @rng, p = 0.5
    return %y }

  // A call takes the mode of its caller.
  // CHECK-LABEL: func @inherits(
  // CHECK: call @layer(
  func @inherits(%x: f32[4]) -> (y: f32[4]) {
    %y = call @layer(%x)
    return %y }

  // A written mode wins.
  // CHECK-LABEL: func @trains(
  // CHECK: call @inherits.train(
  // CHECK: call @layer(
  func @trains(%x: f32[4]) -> (y: f32[4], z: f32[4]) {
    %y = call @inherits(%x) mode(train)
    %z = call @layer(%x) mode(infer)
    return %y, %z }

  // A function that has no mode is not cloned.
  // CHECK-LABEL: func @plain(
  // CHECK-NOT: @plain.train
  func @plain(%x: f32[4]) -> (y: f32[4]) {
    %y = relu %x
    return %y }

  // The clones train.
  // CHECK-LABEL: func private @layer.train(
  // CHECK: bernoulli @rng
  // CHECK-LABEL: func private @inherits.train(
  // CHECK: call @layer.train(
}
