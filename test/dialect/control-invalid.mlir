// RUN: leat-opt %s -split-input-file -verify-diagnostics

// for (C1): number of carried values
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      // expected-error@+1 {{hands on 0 values, but the loop carries 1}}
      yield }
    return %y }
}

// -----

// for (C1): type of a carried value
leat.model @m {
  func @f(%x: f32[2]) -> (y: f32[2]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %s = sum %a
      // expected-error@+1 {{carried value 0 changes from f32[2] to f32}}
      yield %s }
    return %y }
}

// -----

// for (C1): arguments of the region
func.func @f(%x: tensor<f32>) {
  // expected-error@+1 {{has 1 arguments in its region, expected the counter, 1 carried values and 0 rows}}
  %y = "leat.for"(%x) <{first = 1, last = 3, down = false, operandSegmentSizes = array<i32: 0, 0, 1, 0>}> ({
  ^bb0(%t: tensor<i64>):
    "leat.yield"(%x) <{operandSegmentSizes = array<i32: 1, 0>}> : (tensor<f32>) -> ()
  }) : (tensor<f32>) -> tensor<f32>
  return
}

// -----

// for (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{gives 2 results, the carried and then the stacked values; 1 are named}}
    %y = for %t = 1 to 3 carry(%a = %x) {
      yield %a stack(%a) }
    return %y }
}

// -----

// for (C3)
leat.model @m {
  config @T = 0
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{runs from 1 to 0, which is no trip at all}}
    %y = for %t = 1 to T carry(%a = %x) { yield %a }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected one block that ends with 'yield'}}
    %y = for %t = 1 to 3 carry(%a = %x) {
      %b = let %a * 2 }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected 'to' or 'downto', got 'until'}}
    %y = for %t = 1 until 3 carry(%a = %x) { yield %a }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{'T' is neither a config of the model nor an extent of the function's signature}}
    %y = for %t = 1 to T carry(%a = %x) { yield %a }
    return %y }
}

// -----

// A value of the loop is not one of the function.
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %inner = let %a * 2
      yield %inner }
    // expected-error@+1 {{'%inner' is not declared}}
    return %inner }
}

// -----

// In a loop undeclared names are reported where they stand, too.
leat.model @m {
  func @f(%scale: f32) -> (y: f32) {
    // expected-note@-1 {{did you mean '%scale'?}}
    %y = for %t = 1 to 3 carry(%a = %scale) {
      // expected-error@+1 {{'%scal' is not declared}}
      %inner = let %a * %scal
      yield %inner }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      // expected-error@+1 {{'leat.mul' op uses '%late' before its definition}}
      %b = mul %a, %late
      yield %b }
    // expected-note@+1 {{it is defined here}}
    %late = let %y * 2
    return %late }
}

// -----

// for (C3): more trips than max_trips
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{runs 5 times, but max_trips is 4}}
    %y = for %t = 1 to 5, max_trips = 4 carry(%a = %x) { yield %a }
    return %y }
}

// -----

// for (C3): max_trips
leat.model @m {
  func @f(%x: f32, %n: i64) -> (y: f32) {
    // expected-error@+1 {{max_trips is 0, expected 1 to 2^48}}
    %y = for %t = 1 to %n, max_trips = 0 carry(%a = %x) { yield %a }
    return %y }
}

// -----

// for (C4)
leat.model @m {
  func @f(%x: f32, %n: i32) -> (y: f32) {
    // expected-error@+1 {{the bound 'last' is i32, expected i64}}
    %y = for %t = 1 to %n carry(%a = %x) { yield %a }
    return %y }
}

// -----

// for (C4): a bound that is missing
func.func @f(%x: tensor<f32>) {
  // expected-error@+1 {{has no bound 'last'}}
  %y = "leat.for"(%x) <{first = 1, down = false, operandSegmentSizes = array<i32: 0, 0, 1, 0>}> ({
  ^bb0(%t: tensor<i64>, %a: tensor<f32>):
    "leat.yield"(%a) <{operandSegmentSizes = array<i32: 1, 0>}> : (tensor<f32>) -> ()
  }) : (tensor<f32>) -> tensor<f32>
  return
}

// -----

// for (C5)
leat.model @m {
  func @f(%x: f32, %n: i64) -> (y: f32) {
    // expected-error@+1 {{takes apart or stacks rows and has a bound that is a value, expected 'max_trips'}}
    %y, %p = for %t = 1 to %n carry(%a = %x) { yield %a stack(%a) }
    return %y }
}

// -----

// for (C6): the number of rows
leat.model @m {
  func @f(%x: f32, %r: f32[4]) -> (y: f32) {
    // expected-error@+1 {{takes apart f32[4], expected 3 rows, one a trip}}
    %y = for %t = 1 to 3 carry(%a = %x) over(%b = %r) { yield %b }
    return %y }
}

// -----

// for (C6): a scalar has no rows
leat.model @m {
  func @f(%x: f32[N], %r: f32) -> (y: f32[N]) {
    // expected-error@+1 {{takes apart f32, expected a row for each trip}}
    %y = for %t = 1 to N carry(%a = %x) over(%b = %r) { yield %a }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected an option of the loop, got 'unroll'}}
    %y = for %t = 1 to 3, unroll = 2 carry(%a = %x) { yield %a }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{option 'save' is 'some', expected 'carries' or 'all'}}
    %y = for %t = 1 to 3, save = some carry(%a = %x) { yield %a }
    return %y }
}

// -----

// while (C1): type of a carried value
leat.model @m {
  func @f(%x: f32[2]) -> (y: f32[2]) {
    %y = while carry(%a = %x) {
      %m = let sum(%a) > 1
      condition %m } do {
      %s = sum %a
      // expected-error@+1 {{carried value 0 changes from f32[2] to f32}}
      yield %s }
    return %y }
}

// -----

// while (C1): arguments of the regions
func.func @f(%x: tensor<f32>, %c: tensor<i1>) {
  // expected-error@+1 {{has 0 arguments in a region, expected one for each of the 1 carried values}}
  %y = "leat.while"(%x) ({
    "leat.condition"(%c) : (tensor<i1>) -> ()
  }, {
  ^bb0(%a: tensor<f32>):
    "leat.yield"(%a) <{operandSegmentSizes = array<i32: 1, 0>}> : (tensor<f32>) -> ()
  }) : (tensor<f32>) -> tensor<f32>
  return
}

// -----

// while (C2)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{the condition is f32, expected i1}}
    %y = while carry(%a = %x) { condition %a } do { yield %a }
    return %y }
}

// -----

// while (C3)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{gives 2 results, the carried and then the stacked values; 1 are named}}
    %y = while carry(%a = %x), max_trips = 3 {
      %m = let %a > 1
      condition %m } do { yield %a stack(%a) }
    return %y }
}

// -----

// while (C4)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{stacks rows, expected 'max_trips'}}
    %y, %p = while carry(%a = %x) {
      %m = let %a > 1
      condition %m } do { yield %a stack(%a) }
    return %y }
}

// -----

// while (C5)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{max_trips is -1, expected 1 to 2^48}}
    %y = while carry(%a = %x), max_trips = -1 {
      %m = let %a > 1
      condition %m } do { yield %a }
    return %y }
}

// -----

// if (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{the condition is f32, expected i1}}
    %y = if %x { yield %x } else { yield %x }
    return %y }
}

// -----

// if (C2): number of values
leat.model @m {
  func @f(%x: f32, %c: i1) -> (y: f32) {
    // expected-error@+1 {{gives 2 values, but 'if' has 1 results}}
    %y = if %c { yield %x } else { yield %x, %x }
    return %y }
}

// -----

// if (C2): types
leat.model @m {
  func @f(%x: f32, %v: f32[3], %c: i1) -> (y: f32) {
    // expected-error@+1 {{result 0 is f32[3] here, but f32 in the other region}}
    %y = if %c { yield %x } else { yield %v }
    return %y }
}

// -----

// if (C3)
leat.model @m {
  func @f(%x: f32, %c: i1) -> (y: f32) {
    // expected-error@+1 {{stacks rows in 'if', expected a loop}}
    %y = if %c { yield %x stack(%x) } else { yield %x }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32, %c: i1) -> (y: f32) {
    %y = if %c { yield %x }
    // expected-error@+1 {{expected 'else': 'if' has results}}
    return %y }
}

// -----

// for (C7)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{saves every 0 trips, expected at least 1}}
    %y = for %t = 1 to 3, save = every 0 carry(%a = %x) { yield %a }
    return %y }
}

// -----

// for (C7)
leat.model @m {
  func @f(%x: f32, %n: i64) -> (y: f32) {
    // expected-error@+1 {{saves every 2 trips, expected bounds that are known and no 'max_trips'}}
    %y = for %t = 1 to %n, max_trips = 9, save = every 2 carry(%a = %x) { yield %a }
    return %y }
}

// -----

// A condition is a value.
leat.model @m {
  config @deep = true
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{expected a value as its condition; an expression or config becomes one by '%c = let ...'}}
    %y = if deep { yield %x } else { yield %x }
    return %y }
}

// -----

// What is carried has a name of its own.
leat.model @m {
  func @f(%h: f32[3]) -> (y: f32[3]) {
    // expected-error@+1 {{'%h' is a value in front of the loop; inside it needs another name, as in (%h_next = %h)}}
    %y = for %i = 1 to 3 carry(%h = %h) {
      yield %h }
    return %y }
}
