// RUN: leat-opt %s -split-input-file -verify-diagnostics

// vjp (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no function @g in the model}}
    %y, %d = vjp @g(%x) cotangent(%x) wrt(x)
    return %d }
}

// -----

// vjp (C2): one cotangent for each float result
leat.model @m {
  func @g(%x: f32) -> (y: f32, z: f32) { return %x, %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{has 1 cotangents, expected one for each of the 2 results of @g that are floats}}
    %y, %z, %d = vjp @g(%x) cotangent(%x) wrt(x)
    return %d }
}

// -----

// vjp (C2)
leat.model @m {
  func @g(%x: f32[4]) -> (y: f32[4]) { return %x }
  func @f(%x: f32[4], %v: f32[3]) -> (y: f32[4]) {
    // expected-error@+1 {{the cotangent of result 'y' of @g is f32[4], got f32[3]}}
    %y, %d = vjp @g(%x) cotangent(%v) wrt(x)
    return %d }
}

// -----

// vjp (C2)
leat.model @m {
  func @g(%x: f32) -> (i: i64) { %i = let i64(%x)  return %i }
  func @f(%x: f32) -> (i: i64) {
    // expected-error@+1 {{@g has no result of float type, so there is nothing to take back}}
    %i, %d = vjp @g(%x) cotangent() wrt(x)
    return %i }
}

// -----

// vjp (C3)
leat.model @m {
  func @g(%x: f32, %i: i64) -> (y: f32) { return %x }
  func @f(%x: f32, %i: i64) -> (y: f32) {
    // expected-error@+1 {{argument 'i' of @g is i64: only floats have a gradient}}
    %y, %d = vjp @g(%x, %i) cotangent(%x) wrt(i)
    return %y }
}

// -----

// vmap (C1): in each lane
leat.model @m {
  // expected-note@+1 {{'x' is declared here}}
  func @g(%x: f32[4]) -> (y: f32[4]) { return %x }
  func @f(%xs: f32[2, 3]) -> (y: f32[2, 4]) {
    // expected-error@+1 {{argument 'x' of @g is f32[4], got f32[3]}}
    %y = vmap @g(%xs) in_axes(0)
    return %y }
}

// -----

// vmap (C2)
leat.model @m {
  func @g(%x: f32[4], %w: f32) -> (y: f32[4]) { return %x }
  func @f(%xs: f32[2, 4], %w: f32) -> (y: f32[2, 4]) {
    // expected-error@+1 {{has 1 axes, expected one for each of the 2 arguments}}
    %y = vmap @g(%xs, %w) in_axes(0)
    return %y }
}

// -----

// vmap (C2)
leat.model @m {
  func @g(%x: f32[4]) -> (y: f32[4]) { return %x }
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{says 'none' for all arguments: how many lanes there are is not known}}
    %y = vmap @g(%x) in_axes(none)
    return %x }
}

// -----

// vmap (C3)
leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%xs: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{argument 0 is f32[4], which has no axis 1}}
    %y = vmap @g(%xs) in_axes(1)
    return %y }
}

// -----

// vmap (C3)
leat.model @m {
  func @g(%x: f32, %z: f32) -> (y: f32) { return %x }
  func @f(%xs: f32[4], %zs: f32[2, 5]) -> (y: f32[4]) {
    // expected-error@+1 {{has 4 lanes by argument 0 and 5 by argument 1}}
    %y = vmap @g(%xs, %zs) in_axes(0, 1)
    return %y }
}

// -----

leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%xs: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{expected the number of an axis, from 0, or 'none'}}
    %y = vmap @g(%xs) in_axes(-1)
    return %y }
}

// -----

leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%xs: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{gives 1 results, those of @g; 2 are named}}
    %y, %z = vmap @g(%xs) in_axes(0)
    return %y }
}

// -----

// jacobian (C2)
leat.model @m {
  func @g(%x: f32) -> (i: i64) { %i = let i64(%x)  return %i }
  func @f(%x: f32) -> (j: f32) {
    // expected-error@+1 {{the first result of @g must be of float type, got i64}}
    %j = jacobian @g(%x) wrt(x)
    return %j }
}

// -----

// jacobian (C3)
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) { %y = let @w * %x  return %y }
  func @f(%x: f32) -> (j: f32) {
    // expected-error@+1 {{'params' is no argument of @g: there are Jacobians of arguments only, not of states}}
    %j = jacobian @g(%x) wrt(params)
    return %j }
}

// -----

leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (j: f32) {
    // expected-error@+1 {{gives 1 results, one for each entry of wrt; 2 are named}}
    %y, %j = jacobian @g(%x) wrt(x)
    return %j }
}

// -----

// hessian (C2)
leat.model @m {
  // expected-note@+1 {{@g is declared here}}
  func @g(%x: f32[3]) -> (y: f32[3]) { return %x }
  func @f(%x: f32[3]) -> (h: f32[3, 3]) {
    // expected-error@+1 {{the first result of @g must be a float scalar, got f32[3]}}
    %h = hessian @g(%x) wrt(x)
    return %h }
}

// -----

// hessian (C3)
leat.model @m {
  func @g(%x: f32, %z: f32) -> (y: f32) { %y = let %x * %z  return %y }
  func @f(%x: f32) -> (h: f32) {
    // expected-error@+1 {{wrt names 2 arguments, expected one for a Hessian}}
    %h = hessian @g(%x, %x) wrt(x, z)
    return %h }
}

// -----

// hessian (C3)
leat.model @m {
  func @g(%x: f32, %i: i64) -> (y: f32) { return %x }
  func @f(%x: f32, %i: i64) -> (h: f32) {
    // expected-error@+1 {{argument 'i' of @g is i64: only floats have a Hessian}}
    %h = hessian @g(%x, %i) wrt(i)
    return %h }
}

// -----

// get (C1): a pattern that matches nothing
leat.model @m {
  param @w : f32 = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'@D.*' is no argument, and no float param or state of the model matches it}}
    %p = get @D.*
    return %x }
}

// -----

// bundle (C1)
leat.model @m {
  param @w : f32 = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'w' stands twice}}
    %p = bundle(@w = %x, @w = %x)
    return %x }
}

// -----

// bundle (C1)
leat.model @m {
  param @w : f32 = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{holds 0 tensors under 0 names, expected one name for each and at least one}}
    %p = bundle()
    return %x }
}

// -----

// bundle (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no param or state @w in the model}}
    %p = bundle(@w = %x)
    return %x }
}

// -----

// bundle (C2)
leat.model @m {
  param @w : f32[3] = zeros
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{@w is f32[3], expected a float tensor of that type in the bundle, got f32[4]}}
    %p = bundle(@w = %x)
    return %x }
}

// -----

// bundle (C2): a map that gives other types
leat.model @m {
  param @w : f32[3] = zeros
  func @f(%x: f32[2, 1]) -> (y: f32[2, 1]) {
    // expected-error@+1 {{@w is f32[3], expected a float tensor of that type in the bundle, got f32[2, 3]}}
    %p = let params * %x
    return %x }
}

// -----

// norm (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected a bundle, got f32}}
    %y = norm %x
    return %y }
}

// -----

// norm (C1)
leat.model @m {
  param @w : f32 = zeros
  param @v : f64 = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{the bundle holds f32 and f64, expected one element type}}
    %y = let norm(params)
    return %x }
}

// -----

// Maps take bundles of the same names.
leat.model @m {
  param @a.w : f32 = zeros
  param @b.w : f32 = zeros
  func @f(%x: f32) -> (y: f32) {
    %a = get @a.*
    // expected-error@+1 {{the bundles hold different names: '!leat.bundle<["a.w"]>' and '!leat.bundle<["a.w", "b.w"]>'}}
    %y = let %a + params
    return %x }
}

// -----

leat.model @m {
  param @w : f32[3] = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{takes no bundle; pointwise ops, 'norm' and 'at' do}}
    %y = let sum(params)
    return %x }
}

// -----

// call (C3)
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) { %y = let @w * %x  return %y }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'params' gets f32, expected a bundle}}
    %y = call @g(%x) with(params = %x)
    return %y }
}

// -----

// call (C3)
leat.model @m {
  param @w : f32 = zeros
  param @v : f32 = zeros
  func @g(%x: f32) -> (y: f32) { %y = let @w * %x  return %y }
  func @f(%x: f32) -> (y: f32) {
    %b = get @w*
    // expected-error@+1 {{there is no 'v' in the bundle that 'params' gets}}
    %y = call @g(%x) with(params = %b)
    return %y }
}

// -----

// call (C3)
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) { %y = let @w * %x  return %y }
  func @f(%x: f32) -> (y: f32) {
    %b = get @params
    // expected-error@+1 {{'w' is given twice}}
    %y = call @g(%x) with(params = %b, @w = %b)
    return %y }
}

// -----

// func (C3)
leat.model @m {
  // expected-error@+1 {{the gradients that @b gives are f32[3], expected those of the float arguments of @f: f32[3], f32}}
  func @f(%x: f32[3], %c: f32) -> (y: f32[3]) custom_vjp @b { return %x }
  func @b(%x: f32[3], %c: f32, %y: f32[3], %d: f32[3]) -> (dx: f32[3]) { return %d }
}

// -----

// func (C3)
leat.model @m {
  // expected-error@+1 {{@b takes 2 arguments, got 3}}
  func @f(%x: f32[3]) -> (y: f32[3]) custom_vjp @b { return %x }
  // expected-note@+1 {{@b is declared here}}
  func @b(%x: f32[3], %d: f32[3]) -> (dx: f32[3]) { return %d }
}

// -----

// call (C3), in MLIR's generic form
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) { %y = let @w * %x  return %y }
  func @f(%x: f32) -> (y: f32) {
    %b = get @params
    // expected-error@+1 {{has 1 bundles and 0 patterns in 'with', expected a bundle for each pattern}}
    %y = "leat.call"(%x, %b) <{callee = @g, operandSegmentSizes = array<i32: 1, 1>}> : (!leat.deferred, !leat.deferred) -> !leat.deferred
    return %y }
}

// -----

// grad (C4)
leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{checkpoint takes one option, 'every' or 'budget'}}
    %y, %d = grad @g(%x) wrt(x) checkpoint(every = 2, budget = 100)
    return %d }
}

// -----

// grad (C4)
leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{checkpoint has no option 'last', expected 'every' or 'budget'}}
    %y, %d = grad @g(%x) wrt(x) checkpoint(last = 2)
    return %d }
}

// -----

// grad (C4)
leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{checkpoint needs an integer of at least 1 for 'every'}}
    %y, %d = grad @g(%x) wrt(x) checkpoint(every = 0)
    return %d }
}

// -----

// vjp (C4)
leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{checkpoint needs an integer of at least 0 for 'budget'}}
    %y, %d = vjp @g(%x) cotangent(%x) wrt(x) checkpoint(budget = 0.5)
    return %d }
}

// -----

// barrier (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{barrier: expected at least one operand}}
    %y = let barrier()
    return %y }
}

// -----

// vmap (C7)
leat.model @m {
  func @g(%x: f32) -> (y: f32, z: f32) { return %x, %x }
  func @f(%xs: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{has 1 axes, expected one for each of the 2 results of @g}}
    %y, %z = vmap @g(%xs) in_axes(0) out_axes(0)
    return %y }
}

// -----

// vmap (C8)
leat.model @m {
  func @g(%x: f32[3]) -> (y: f32[3]) { return %x }
  func @f(%xs: f32[4, 3]) -> (y: f32[4, 3]) {
    // expected-error@+1 {{result 'y' of @g is f32[3] in each lane: with the lanes it has no axis 2}}
    %y = vmap @g(%xs) in_axes(0) out_axes(2)
    return %y }
}

// -----

leat.model @m {
  func @g(%x: f32[3]) -> (y: f32[3]) { return %x }
  func @f(%xs: f32[4, 3]) -> (y: f32[4, 3]) {
    // expected-error@+1 {{expected the number of an axis, from 0, or 'none'}}
    %y = vmap @g(%xs) in_axes(0) out_axes(-1)
    return %y }
}

// -----

// vmap (C6)
leat.model @m {
  param @w : f32 = ones
  func @g(%x: f32) -> (y: f32) { %y = let %x * @w  return %y }
  func @f(%xs: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'params' gets f32[4], expected a bundle}}
    %y = vmap @g(%xs) with(params = %xs) in_axes(0)
    return %y }
}

// -----

// jvp (C5)
leat.model @m {
  param @w : f32 = ones
  param @v : f32 = ones
  func @g(%x: f32) -> (y: f32) { %y = let %x * @w  return %y }
  func @f(%x: f32) -> (y: f32) {
    %b = bundle(@w = %x)
    // expected-error@+1 {{there is no 'v' in the bundle that 'params' gets}}
    %y, %d = jvp @g(%x) tangent(%x) with(params = %b) wrt(x)
    return %y }
}

// -----

// jacobian (C4)
leat.model @m {
  param @w : f32 = ones
  func @g(%x: f32) -> (y: f32) { %y = let %x * @w  return %y }
  func @f(%x: f32) -> (y: f32) {
    %b = get @params
    // expected-error@+1 {{'w' is given twice}}
    %y = jacobian @g(%x) with(params = %b, @w = %b) wrt(x)
    return %y }
}

// -----

// hessian (C4)
leat.model @m {
  param @w : f32 = ones
  func @g(%x: f32) -> (y: f32) { %y = let %x * @w  return %y }
  func @f(%x: f32) -> (y: f32) {
    %b = get @params
    // expected-error@+1 {{'@u' is no argument, and no float param or state of the model matches it}}
    %y = hessian @g(%x) with(@u = %b) wrt(x)
    return %y }
}
