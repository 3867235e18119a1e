// RUN: leat-opt %s -split-input-file -verify-diagnostics

// An undeclared name, with the name that is near.
leat.model @m {
  func @f(%image: f32[4]) -> (y: f32[4]) {
    // expected-note@+1 {{did you mean '%hidden'?}}
    %hidden = let relu(%image)
    // expected-error@+1 {{'%hiden' is not declared}}
    %y = let %image + %hiden * 2
    return %y }
}

// -----

// In the short form, and with nothing near.
leat.model @m {
  func @f(%image: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'%weight' is not declared}}
    %y = mul %image, %weight
    return %y }
}

// -----

// Every undeclared name is reported, in every function.
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+2 {{'%a' is not declared}}
    // expected-error@+1 {{'%b' is not declared}}
    %y = mul %a, %b
    return %y }
  func @g(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'%a' is not declared}}
    return %a }
}

// -----

// To the lexer %t-1 is one name.
leat.model @m {
  func @f(%t: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'%t-1' is not declared; it is one name: write spaces round '-'}}
    %y = let %t-1
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{'leat.relu' op uses '%b' before its definition}}
    %a = relu %b
    // expected-note@+1 {{it is defined here}}
    %b = relu %x
    return %a }
}

// -----

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-note@+1 {{previously defined here}}
    %a = relu %x
    // expected-error@+1 {{redefinition of SSA value '%a'}}
    %a = relu %x
    return %a }
}

// -----

// `.5` is no token: a number begins with a digit.
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected three consecutive dots for an ellipsis}}
    %y = let %x * .5
    return %y }
}

// -----

// `..` is no token.
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected three consecutive dots for an ellipsis}}
    %y = for %t = 1 .. 3 carry(%a = %x) { yield %a }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected an expression}}
    %y = let %x * * 2
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected ')'}}
    %y = let (%x + 1
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no op 'sofmax' in expressions; did you mean 'softmax'?}}
    %y = let sofmax(%x)
    return %y }
}

// -----

// A draw stands in a statement of its own.
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{there is no op 'normal' in expressions; it is a statement of its own, as in '%x = normal ...'}}
    %y = let normal(%x)
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{custom op 'leat.rellu' is unknown; did you mean 'relu'?}}
    %y = rellu %x
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32) {
    // expected-error@+1 {{'sum' has no attribute 'axes'; it has axis, keepdims}}
    %y = let sum(%x, axes = 0)
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32) {
    // expected-error@+1 {{attribute 'axis' is given twice}}
    %y = sum %x, axis = 0, axis = 0
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{is written as f32[3], but its type is f32[4]}}
    %y = relu %x : f32[3]
    return %y }
}

// -----

leat.model @m {
  // expected-error@+1 {{expected an extent: a number, the name of a config or extent, or '?'}}
  func @f(%x: f32[%n]) -> (y: f32) { return %x }
}

// -----

leat.model @m {
  // expected-error@+1 {{an extent is not negative, got -1}}
  func @f(%x: f32[-1]) -> (y: f32) { return %x }
}

// -----

leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{option 'lr' is given twice}}
  trainer @fit minimizes @loss wrt(params) using adam(lr = 0.1, lr = 0.2)
}

// -----

leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{expected a name such as adam, or @optimizer}}
  trainer @fit minimizes @loss wrt(params) using 3
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected an expression: a number, %value, @state, config, op(...) or (...)}}
    %y = let %x + = 2
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'linspace' takes 3 arguments, got more}}
    %y = let linspace(0, 1, 2, 3)
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected an operand or an attribute; names and numbers are operands in expressions, as in 'let maximum(%x, 2)'}}
    %y = maximum %x, 2
    return %y }
}

// -----

leat.model @m {
  param @w : f32[2] = ones
  func @f(%x: f32[2]) -> (y: f32[2]) {
    // expected-error@+1 {{expected an operand or an attribute; names and numbers are operands in expressions, as in 'let maximum(%x, @w)'}}
    %y = maximum %x, @w
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected a type such as f32[B, 784]}}
    %y = relu %x : 4
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{the integer 99999999999999999999 does not fit 64 bits}}
    %y = sum %x, axis = 99999999999999999999
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected a value: a number, true, false, an element type, a name, a string or a list}}
    %y = sum %x, axis = %x
    return %y }
}

// -----

// The value of an attribute, and what it may be.
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{attribute 'axis' of 'sum' is true, expected an integer or a list of integers}}
    %y = sum %x, axis = true
    return %y }
}

// -----

// The same through a config.
leat.model @m {
  config @rate = 0.5
  func @f(%x: f32[4]) -> (y: f32) {
    // expected-error@+1 {{attribute 'axis' is [0.5], expected an integer or a list of integers}}
    %y = sum %x, axis = [rate]
    return %y }
}

// -----

// Outside of the dialect nothing has a type in a model.
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{can not stand in a model}}
    "builtin.unrealized_conversion_cast"(%x) : (!leat.deferred) -> ()
    return %x }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{malformed number '1e3x', expected digits behind 'e'}}
    %y = let %x * 1e3x
    return %y }
}

// -----

leat.model @m {
  param @w : f32 = zeros
  func @loss(%x: f32) -> (l: f32) { %l = let @w * %x  return %l }
  // expected-error@+1 {{wrt names nothing, expected arguments, params or the @names of states}}
  trainer @fit minimizes @loss wrt() using sgd clip_norm(1.0)
}

// -----

// let (C1)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[2]) {
    // expected-error@+1 {{'top_k' has several results, expected it alone, as in '%a, %b = let top_k(...)'}}
    %y = let 2 * top_k(%x, k = 2)
    return %y }
}

// -----

// let (C1)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[2]) {
    // expected-error@+1 {{'sort' has several results, expected it alone}}
    %y, %i = let top_k(sort(%x), k = 2)
    return %y }
}

// -----

// let (C2)
leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{gives one value, but 2 names; an op of several results or a call gives more}}
    %y, %z = let relu(%x)
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[2]) {
    // expected-error@+1 {{has 2 results, but 1 name}}
    %y = let top_k(%x, k = 2)
    return %y }
}

// -----

leat.model @m {
  func @g(%x: f32[4]) -> (y: f32[4]) { return %x }
  func @f(%x: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{@g has 1 results, 2 are named}}
    %y, %z = let @g(%x)
    return %y }
}

// -----

// Also as the only operand.
leat.model @m {
  param @w : f32[3] = ones
  func @f(%x: f32[3]) -> (y: f32[3]) {
    // expected-error@+1 {{expected an operand or an attribute; names and numbers are operands in expressions, as in 'let softplus(@w)'}}
    %y = softplus @w
    return %y }
}

// -----

// An expression is no operand of an op by itself.
leat.model @m {
  func @f(%x: f32[3, 3]) -> (y: f32[3, 3]) {
    // expected-error@+1 {{an expression stands in 'let', as in 'let %x * %y'}}
    %y = matmul %x, %x * %x, transpose_lhs = true
    return %y }
}

// -----

// Nor an argument of what runs a function or a block.
leat.model @m {
  func @g(%x: f32[3]) -> (y: f32[3]) { return %x }
  func @f(%x: f32[3]) -> (y: f32[3]) {
    // expected-error@+1 {{expected values, such as %x; an expression stands in a 'let' in front}}
    %y = call @g(%x / 2)
    return %y }
}

// -----

leat.model @m {
  block @b(%x: f32[N], %z: f32[N]) -> (y) { return %x }
  func @f(%x: f32[3]) -> (y: f32[3]) {
    // expected-error@+1 {{expected values, such as %x; an expression stands in a 'let' in front}}
    %y = apply @b as b (%x, relu(%x))
    return %y }
}

// -----

// A text that ends in a formula.
leat.model @m {
  // expected-error@+2 {{custom op 'leat.config' expected a number}}
  config @F =
