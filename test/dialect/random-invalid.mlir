// RUN: leat-opt %s -split-input-file -verify-diagnostics

// randint: parameters
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: i64[4]) {
    // expected-error@+1 {{'randint' takes 2 parameters, got more}}
    %y = randint @rng (1, 2, 3) : i64[4]
    return %y }
}

// -----

// normal: where from
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: f32[4]) {
    // expected-error@+1 {{expected the state to draw from, as in 'normal @rng', or 'key(%k)'}}
    %y = normal : f32[4]
    return %y }
}

// -----

// normal (C1): key
leat.model @m {
  state @rng = seed
  func @f(%k: i64[3]) -> (y: f32[4]) {
    // expected-error@+1 {{normal: expected a key i64[2] of seed and draw number, got i64[3]}}
    %y = normal key(%k) : f32[4]
    return %y }
}

// -----

// uniform (C2): type
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: i64[4]) {
    // expected-error@+1 {{draws floats, its result is i64[4]}}
    %y = uniform @rng : i64[4]
    return %y }
}

// -----

// uniform (C2): range
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: f32[4]) {
    // expected-error@+1 {{draws from [1, 1), expected low < high}}
    %y = uniform @rng (1, 1) : f32[4]
    return %y }
}

// -----

// normal (C2)
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: f32[4]) {
    // expected-error@+1 {{has a standard deviation of -1, expected one that is not negative}}
    %y = normal @rng (0, -1) : f32[4]
    return %y }
}

// -----

// randint (C2): type
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: f32[4]) {
    // expected-error@+1 {{draws integers, its result is f32[4]}}
    %y = randint @rng (0, 1) : f32[4]
    return %y }
}

// -----

// randint (C2): range
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: i64[4]) {
    // expected-error@+1 {{draws from 3 to 1, expected low <= high and at most 2**32 numbers}}
    %y = randint @rng (3, 1) : i64[4]
    return %y }
}

// -----

// bernoulli (C2)
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: f32[4]) {
    // expected-error@+1 {{has a probability of 1.5, expected 0 <= p <= 1}}
    %y = bernoulli @rng (1.5) : f32[4]
    return %y }
}

// -----

// advance (C1)
leat.model @m {
  state @rng = seed
  func @f(%k: i64[3]) -> (y: i64[3]) {
    // expected-error@+1 {{advance: expected a key i64[2] of seed and draw number, got i64[3]}}
    %y = advance %k
    return %y }
}

// -----

// random_bits (C1)
leat.model @m {
  state @rng = seed
  func @f(%k: i64[2]) -> (y: i32[4, 3]) {
    // expected-error@+1 {{random_bits: words is 3, expected 1 or 2}}
    %y = random_bits %k, shape = [4], words = 3
    return %y }
}

// -----

// random_bits (C2)
leat.model @m {
  state @rng = seed
  func @f(%k: i64[4]) -> (y: i32[4, 1]) {
    // expected-error@+1 {{random_bits: expected a key i64[2] of seed and draw number, got i64[4]}}
    %y = random_bits %k, shape = [4]
    return %y }
}

// -----

// normal (C1): a state that is no generator
leat.model @m {
  // expected-note@+1 {{@rng is declared here}}
  param @rng : f32[2] = zeros
  func @f(%x: f32) -> (y: f32[4]) {
    // expected-error@+1 {{draws from @rng, expected the name of a state declared '= seed'}}
    %y = normal @rng : f32[4]
    return %y }
}

// -----

// normal (C1): both
func.func @f(%k: tensor<2xi64>) -> tensor<4xf32> {
  // expected-error@+1 {{expected a state or a key to draw from, not both}}
  %y = "leat.normal"(%k) <{rng = @rng, type = tensor<4xf32>}> : (tensor<2xi64>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

// normal (C3)
func.func @f(%k: tensor<2xi64>) -> tensor<4xf32> {
  // expected-error@+1 {{is declared as f32[3], but its result is f32[4]}}
  %y = "leat.normal"(%k) <{type = tensor<3xf32>}> : (tensor<2xi64>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

// random_bits (C1): shape
leat.model @m {
  func @f(%k: i64[2]) -> (y: i32) {
    // expected-error@+1 {{random_bits: shape holds -1, expected extents that are not negative}}
    %y = random_bits %k, shape = [-1]
    return %y }
}

// -----

// permutation (C2)
leat.model @m {
  func @f(%k: i64[2]) -> (y: f32[4]) {
    // expected-error@+1 {{draws orders, its result is f32[4], expected i64 or i32 and a rank of at least 1}}
    %y = permutation key(%k) : f32[4]
    return %y }
}

// -----

// permutation (C1)
leat.model @m {
  func @f(%k: i64[3]) -> (y: i64[4]) {
    // expected-error@+1 {{permutation: expected a key i64[2] of seed and draw number, got i64[3]}}
    %y = permutation key(%k) : i64[4]
    return %y }
}

// -----

// categorical (C1): neither
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{categorical: expected a state or a key to draw from, not both}}
    %y = categorical %x
    return %y }
}

// -----

// categorical (C1): key
leat.model @m {
  func @f(%k: i64[3], %x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{categorical: expected a key i64[2] of seed and draw number, got i64[3]}}
    %y = categorical %k, %x
    return %y }
}

// -----

// rademacher (C1)
leat.model @m {
  // expected-note@+1 {{@s is declared here}}
  state @s : i64[2] = zeros
  func @f(%x: f32) -> (y: f32[4]) {
    // expected-error@+1 {{draws from @s, expected the name of a state declared '= seed'}}
    %y = rademacher @s : f32[4]
    return %y }
}

// -----

// rademacher (C2)
leat.model @m {
  state @rng = seed
  func @f(%x: f32) -> (y: i1[4]) {
    // expected-error@+1 {{draws 1 and -1, its result is i1[4]}}
    %y = rademacher @rng : i1[4]
    return %y }
}

// -----

// rademacher (C3)
func.func @f(%k: tensor<2xi64>) -> tensor<4xf32> {
  // expected-error@+1 {{is declared as f32[3], but its result is f32[4]}}
  %y = "leat.rademacher"(%k) <{type = tensor<3xf32>}> : (tensor<2xi64>) -> tensor<4xf32>
  return %y : tensor<4xf32>
}

// -----

// categorical (C1): no generator
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: i32[B]) {
    // expected-error@+1 {{draws from @rng, expected the name of a state declared '= seed'}}
    %y = categorical %x, rng = @rng
    return %y }
}

// -----

// categorical (C2)
leat.model @m {
  func @f(%k: i64[2], %x: f32) -> (y: f32) {
    // expected-error@+1 {{categorical: expected logits [..., classes], got f32}}
    %y = categorical %k, %x
    return %y }
}

// -----

// categorical (C3)
leat.model @m {
  func @f(%k: i64[2], %x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{categorical: dtype is 'f32', expected i64 or i32}}
    %y = categorical %k, %x, dtype = f32
    return %y }
}
