// RUN: leat-opt %s -split-input-file -verify-diagnostics

// param (C1)
leat.model @m {
  // expected-error@+1 {{there is no initialiser 'kaiming'}}
  param @w : f32[4] = kaiming
}

// -----

// param (C1): a seed is a state
leat.model @m {
  // expected-error@+1 {{has no initialiser 'seed': a seed is a state}}
  param @w : i64[2] = seed
}

// -----

// param (C1): options
leat.model @m {
  // expected-error@+1 {{'uniform' has no option 'mean'; it has low, high}}
  param @w : f32[4] = uniform(mean = 0.0)
}

// -----

leat.model @m {
  // expected-error@+1 {{'constant' takes 1 number, got 2}}
  param @w : f32[4] = constant(0.0, 1.0)
}

// -----

// param (C2)
leat.model @m {
  // expected-error@+1 {{has a type whose extents are not all known: f32[?, 4]}}
  param @w : f32[?, 4] = zeros
}

// -----

// param (C2): a name that is no config
leat.model @m {
  // expected-error@+1 {{the extent 'H' of f32[H] is neither a config of the model nor an extent of the function's signature}}
  param @w : f32[H] = zeros
}

// -----

leat.model @m {
  // expected-note@+1 {{@H is declared here}}
  config @H = 0.5
  // expected-error@+1 {{the extent 'H' of f32[H] is the config @H = 0.5, expected an integer that is not negative}}
  param @w : f32[H] = zeros
}

// -----

// state (C1)
leat.model @m {
  // expected-error@+1 {{there is no initialiser 'random'}}
  state @rng = random
}

// -----

leat.model @m {
  // expected-error@+1 {{expected ': type' before '=': only a seed has its own}}
  state @mean = zeros
}

// -----

// state (C2)
leat.model @m {
  // expected-error@+1 {{a seed is an i64[2], got i64[3]}}
  state @rng : i64[3] = seed
}

// -----

leat.model @m {
  // expected-error@+1 {{expected a number}}
  config @H = large
}

// -----

leat.model @m {
  // expected-note@+1 {{see existing symbol definition here}}
  param @w : f32[4] = zeros
  // expected-error@+1 {{redefinition of symbol named 'w'}}
  param @w : f32[2] = zeros
}

// -----

leat.model @m {
  // expected-error@+1 {{is defined by itself}}
  const @a = @b + 1
  // expected-error@+1 {{is defined by itself}}
  const @b = @a * 2
}

// -----

leat.model @m {
  "leat.const"() <{sym_name = "c"}> ({
    %a = "leat.number"() <{value = 1.0 : f64}> : () -> tensor<f32>
    // expected-error@+1 {{hands on 2 values, expected 1}}
    "leat.yield"(%a, %a) <{operandSegmentSizes = array<i32: 2, 0>}> : (tensor<f32>, tensor<f32>) -> ()
  }) : () -> ()
}

// -----

// let
func.func @f() {
  // expected-error@+1 {{'leat.let' op is f32[3], but its expression is f32}}
  %y = "leat.let"() ({
    %a = "leat.number"() <{value = 1.0 : f64}> : () -> tensor<f32>
    "leat.yield"(%a) <{operandSegmentSizes = array<i32: 1, 0>}> : (tensor<f32>) -> ()
  }) : () -> tensor<3xf32>
  return
}

// -----

// alternate (C1)
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-note@-1 {{@loss is a func}}
  trainer @fit minimizes @loss wrt(params) using sgd
  // expected-error@+1 {{there is no trainer @loss}}
  alternate @both (1 @fit, 2 @loss)
}

// -----

// alternate (C1)
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  trainer @fit minimizes @loss wrt(params) using sgd
  // expected-error@+1 {{takes 0 steps of @fit, expected at least 1}}
  alternate @both (0 @fit)
}

// -----

// optimizer (C1)
leat.model @m {
  // expected-error@+1 {{takes (parameter, gradient, slots = initialiser...) and returns the new parameter and slots; it has 3 arguments and returns 1 values}}
  optimizer @o(%w, %g, %m = zeros) { return %w }
}

// -----

// optimizer (C1): a slot without its initialiser
leat.model @m {
  // expected-error@+1 {{it has 3 arguments and returns 2 values}}
  optimizer @o(%w, %g, %m) { return %w, %m }
}

// -----

// func (C1): results
leat.model @m {
  // expected-error@+1 {{two results have the name 'y'}}
  func @f(%x: f32) -> (y: f32, y: f32) { return %x, %x }
}

// -----

// func (C1): arguments
leat.model @m {
  // expected-error@+2 {{region entry argument '%x' is already in use}}
  // expected-note@+1 {{previously referenced here}}
  func @f(%x: f32, %x: f32) -> (y: f32) { return %x }
}

// -----

// func (C2): type
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[3]) {
    // expected-error@+1 {{result 'y' of @f is declared as f32[3], but the value is f32[4]}}
    return %x }
}

// -----

// func (C2): number
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4], z: f32[4]) {
    // expected-error@+1 {{gives 1 values, but @f has 2 results}}
    return %x }
}

// -----

leat.model @m {
  // expected-error@+1 {{expected one block that ends with 'return'}}
  func @f(%x: f32) -> (y: f32) { %y = let %x * 2 }
}

// -----

leat.model @m {
  // expected-error@+1 {{expected one block that ends with 'return'}}
  func @f(%x: f32) -> (y: f32) { yield %x }
}

// -----

// call (C1)
leat.model @m {
  // expected-note@+1 {{did you mean @logits?}}
  func @logits(%x: f32[B]) -> (y: f32[B]) { return %x }
  func @f(%x: f32[B]) -> (y: f32[B]) {
    // expected-error@+1 {{there is no function @logit in the model}}
    %y = let @logit(%x) * 2
    return %y }
}

// -----

// call (C1): not a function
leat.model @m {
  // expected-note@+1 {{@w is a param}}
  param @w : f32 = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no function @w in the model}}
    %y = call @w(%x)
    return %y }
}

// -----

// call (C2): number of arguments
leat.model @m {
  // expected-note@+1 {{@g is declared here}}
  func @g(%a: f32, %b: f32) -> (y: f32) { return %a }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{@g takes 2 arguments, got 1}}
    %y = let @g(%x)
    return %y }
}

// -----

// call (C2): element type
leat.model @m {
  // expected-note@+1 {{'a' is declared here}}
  func @g(%a: f32[4]) -> (y: f32[4]) { return %a }
  func @f(%x: f64[4]) -> (y: f32[4]) {
    // expected-error@+1 {{argument 'a' of @g is f32[4], got f64[4]}}
    %y = let @g(%x)
    return %y }
}

// -----

// call (C2): extents that disagree, with the arguments that say so
leat.model @m {
  func @g(%image: f32[B, 4], %label: i64[B]) -> (y: f32[B, 4]) { return %image }
  func @f(%x: f32[8, 4], %l: i64[7]) -> (y: f32[8, 4]) {
    // expected-note@+2 {{argument 'image' is f32[8, 4]}}
    // expected-error@+1 {{extent 'B' of @g is 8 by argument 'image' and 7 by argument 'label'}}
    %y = let @g(%x, %l)
    return %y }
}

// -----

leat.model @m {
  func @g(%a: f32) -> (y: f32) { return %a }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{@g has 1 results, 2 are named}}
    %y, %z = call @g(%x)
    return %y }
}

// -----

leat.model @m {
  func @g(%a: f32) -> (y: f32) { return %a }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected 'train' or 'infer', got 'test'}}
    %y = call @g(%x) mode(test)
    return %y }
}

// -----

leat.model @m {
  func @g(%a: f32) -> (y: f32, z: f32) { return %a, %a }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected 2 types, one for each result, got 1}}
    %y, %z = call @g(%x) : f32
    return %y }
}

// -----

leat.model @m {
  func @g(%a: f32[4]) -> (y: f32[4], z: f32[4]) { return %a, %a }
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{is written as f32[3], but its type is f32[4]}}
    %y, %z = call @g(%x) : f32[4], f32[3]
    return %y }
}

// -----

// grad (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no function @loss in the model}}
    %l, %g = grad @loss(%x) wrt(x)
    return %g }
}

// -----

// grad (C2)
leat.model @m {
  // expected-note@+1 {{@g is declared here}}
  func @g(%x: f32[4]) -> (y: f32[4]) { return %x }
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{the first result of @g must be a float scalar, got f32[4]}}
    %l, %d = grad @g(%x) wrt(x)
    return %d }
}

// -----

// grad (C3): an integer
leat.model @m {
  func @g(%x: f32, %i: i64) -> (y: f32) { return %x }
  func @f(%x: f32, %i: i64) -> (y: f32) {
    // expected-error@+1 {{argument 'i' of @g is i64: only floats have a gradient}}
    %l, %d = grad @g(%x, %i) wrt(i)
    return %l }
}

// -----

// grad (C3): no argument, and nothing that matches
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'@D.*' is no argument, and no float param or state of the model matches it}}
    %l, %d = grad @g(%x) wrt(@D.*)
    return %l }
}

// -----

leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{gives 2 results, those of @g and then the gradients; 1 are named}}
    %d = grad @g(%x) wrt(x)
    return %d }
}

// -----

// jvp (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no function @g in the model}}
    %y, %y_dot = jvp @g(%x) tangent(%x) wrt(x)
    return %y_dot }
}

// -----

// jvp (C1): tangents are no arguments
leat.model @m {
  // expected-note@+1 {{@g is declared here}}
  func @g(%x: f32, %z: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{@g takes 2 arguments, got 1}}
    %y, %y_dot = jvp @g(%x) tangent(%x) wrt(x)
    return %y_dot }
}

// -----

// jvp (C2): an integer
leat.model @m {
  func @g(%x: f32, %i: i64) -> (y: f32) { return %x }
  func @f(%x: f32, %i: i64) -> (y: f32) {
    // expected-error@+1 {{argument 'i' of @g is i64: only floats have a tangent}}
    %y, %y_dot = jvp @g(%x, %i) tangent(%i) wrt(i)
    return %y_dot }
}

// -----

// jvp (C2): states do not move
leat.model @m {
  param @w : f32 = zeros
  func @g(%x: f32) -> (y: f32) { %y = let @w * %x  return %y }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'params' is no argument of @g: jvp has tangents of arguments only, not of states}}
    %y, %y_dot = jvp @g(%x) tangent(%x) wrt(params)
    return %y_dot }
}

// -----

// jvp (C2): named twice
leat.model @m {
  func @g(%x: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'x' stands twice in wrt}}
    %y, %y_dot = jvp @g(%x) tangent(%x, %x) wrt(x, x)
    return %y_dot }
}

// -----

// jvp (C3)
leat.model @m {
  func @g(%x: f32, %z: f32) -> (y: f32) { return %x }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{has 1 tangents, expected one for each of the 2 arguments of @g that move}}
    %y, %y_dot = jvp @g(%x, %x) tangent(%x)
    return %y_dot }
}

// -----

// jvp (C4)
leat.model @m {
  func @g(%x: f32[4]) -> (y: f32[4]) { return %x }
  func @f(%x: f32[4], %v: f32[3]) -> (y: f32[4]) {
    // expected-error@+1 {{the tangent of argument 'x' of @g is f32[4], got f32[3]}}
    %y, %y_dot = jvp @g(%x) tangent(%v) wrt(x)
    return %y_dot }
}

// -----

// jvp: the integer has no tangent
leat.model @m {
  func @g(%x: f32) -> (y: f32, i: i64) { %i = let i64(%x)  return %x, %i }
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{gives 3 results, those of @g and then the tangents of its floats; 4 are named}}
    %y, %i, %y_dot, %i_dot = jvp @g(%x) tangent(%x) wrt(x)
    return %y_dot }
}

// -----

// get (C1)
leat.model @m {
  // expected-note@+1 {{did you mean @fc1.weight?}}
  param @fc1.weight : f32 = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no param, state, const or config @fc1.weigth in the model}}
    %y = let @fc1.weigth * %x
    return %y }
}

// -----

// get (C1): a word in an expression is a config
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no param, state, const or config @rate in the model}}
    %y = let %x * rate
    return %y }
}

// -----

// set (C1)
leat.model @m {
  const @c = 1 + 1
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no param or state @c in the model}}
    set @c = %x
    return %x }
}

// -----

// set (C2)
leat.model @m {
  state @s : f32[2] = zeros
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{@s is f32[2], got f32}}
    set @s = %x
    return %x }
}

// -----

// at (C1)
leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  func @f(%x: f32) -> (y: f32) {
    %l, %g = grad @loss(%x) wrt(params)
    // expected-error@+1 {{there is no 'v' in the bundle; it holds w}}
    %y = at %g, name = "v"
    return %y }
}

// -----

// number (C1)
leat.model @m {
  func @f(%i: i64) -> (y: i64) {
    // expected-error@+1 {{0.5 is no i64, expected an integer}}
    %y = let %i * 0.5
    return %y }
}

// -----

// at (C1): no bundle
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32) {
    // expected-error@+1 {{expected a bundle, got f32[4]}}
    %y = at %x, name = "w"
    return %y }
}

// -----

// An undeclared name in one function does not hide the errors of another.
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'%z' is not declared}}
    %y = relu %z
    return %y }
  func @g(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{sum: axis 1 is out of range for a tensor of rank 1}}
    %y = sum %x, axis = 1
    return %y }
}

// -----

// model (C1): what stands in no function
leat.model @m {
  state @rng = seed
  // expected-error@+1 {{stands outside of functions, where a model has only declarations}}
  %key = get @rng
}

// -----

// The generic form may leave out what the short form always says.
leat.model @m {
  // expected-error@+1 {{requires attribute 'function_type'}}
  "leat.func"() ({}) : () -> ()
  // expected-error@+1 {{requires attribute 'arg_names'}}
  "leat.optimizer"() ({}) : () -> ()
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{requires attribute 'state'}}
    %y = "leat.get"() : () -> tensor<4xf32>
    return %x }
}

// -----

leat.model @m {
  // expected-error@+1 {{has 0 arguments in its region, expected 1 as in its type}}
  "leat.func"() <{sym_name = "f", function_type = (tensor<f32>) -> ()}> ({
    "leat.return"() : () -> ()
  }) : () -> ()
}

// -----

leat.model @m {
  // expected-error@+1 {{expected one block that ends with 'yield'}}
  "leat.const"() <{sym_name = "c"}> ({
    "leat.number"() <{value = 1.0 : f64}> : () -> tensor<f32>
  }) : () -> ()
}

// -----

// func (C4): a number for a list
leat.model @m {
  // expected-error@+1 {{gives argument 'x' of type f32[N] a value that has a number at depth 0}}
  func @f(%x: f32[N] = 2) -> (y: f32[N]) {
    return %x }
}

// -----

// func (C4): a list for a number
leat.model @m {
  // expected-error@+1 {{gives argument 'x' of type f32[N] a value that has a list at depth 1}}
  func @f(%x: f32[N] = [[1], [2]]) -> (y: f32[N]) {
    return %x }
}

// -----

// func (C4): an extent that is a number
leat.model @m {
  // expected-error@+1 {{gives argument 'x' of type f32[2, 3] a value that has a list of 2 where 3 are expected}}
  func @f(%x: f32[2, 3] = [[1, 2, 3], [4, 5]]) -> (y: f32[2, 3]) {
    return %x }
}

// -----

// func (C4): lists side by side
leat.model @m {
  // expected-error@+1 {{a value that has a list of 1 where 2 are expected}}
  func @f(%x: f32[N, M] = [[1, 2], [3]]) -> (y: f32[N, M]) {
    return %x }
}

// -----

// func (C4): an element
leat.model @m {
  // expected-error@+1 {{a value that has the element 5.000000e-01 : f64}}
  func @f(%x: i64[N] = [0.5]) -> (y: i64[N]) {
    return %x }
}

// -----

// func (C4): an element
leat.model @m {
  // expected-error@+1 {{a value that has the element 1000}}
  func @f(%x: i8 = 1000) -> (y: i8) {
    return %x }
}

// -----

// func (C4): an element
leat.model @m {
  // expected-error@+1 {{a value that has the element 1}}
  func @f(%x: i1 = 1) -> (y: i1) {
    return %x }
}

// -----

// func (C4): an element
leat.model @m {
  // expected-error@+1 {{a value that has the element "N"}}
  func @f(%x: f32 = N) -> (y: f32) {
    return %x }
}
