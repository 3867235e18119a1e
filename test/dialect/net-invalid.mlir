// RUN: leat-opt %s -split-input-file -verify-diagnostics

// softmax (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{softmax: axis 2 is out of range for a tensor of rank 2}}
    %y = softmax %x, axis = 2
    return %y }
}

// -----

// log_softmax (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{log_softmax: axis -3 is out of range for a tensor of rank 2}}
    %y = log_softmax %x, axis = -3
    return %y }
}

// -----

// cross_entropy (C1)
leat.model @m {
  func @f(%x: f32[3], %l: i64[3]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: expected logits [B, C], got f32[3]}}
    %y = cross_entropy %x, %l
    return %y }
}

// -----

// cross_entropy (C2): type
leat.model @m {
  func @f(%x: f32[4, 3], %l: f32[4]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: indices are f32[4], expected integers}}
    %y = cross_entropy %x, %l
    return %y }
}

// -----

// cross_entropy (C2): count
leat.model @m {
  func @f(%x: f32[4, 3], %l: i64[5]) -> (y: f32) {
    // expected-error@+1 {{cross_entropy: expected one label per row of logits, got f32[4, 3] and i64[5]}}
    %y = cross_entropy %x, %l
    return %y }
}

// -----

// normalize (C1)
leat.model @m {
  func @f(%x: f32[B, 3], %v: f64[3]) -> (y: f32) {
    // expected-error@+1 {{normalize: operands have different element types}}
    %y = normalize %x, %v, %v, %v, %v
    return %y }
}

// -----

// normalize (C2): rank
leat.model @m {
  func @f(%x: f32[3], %v: f32[3]) -> (y: f32) {
    // expected-error@+1 {{normalize: expected an input of rank >= 2, [batch, channels, ...], got f32[3]}}
    %y = normalize %x, %v, %v, %v, %v
    return %y }
}

// -----

// normalize (C2): channels
leat.model @m {
  func @f(%x: f32[B, 3], %v: f32[3], %u: f32[4]) -> (y: f32) {
    // expected-error@+1 {{normalize: f32[4] is no vector of the channels of f32[B, 3]}}
    %y = normalize %x, %v, %v, %u, %v
    return %y }
}

// -----

// batch_norm (C1): channels
leat.model @m {
  state @s : f32[3] = zeros
  func @f(%x: f32[B, 3], %v: f32[2]) -> (y: f32) {
    // expected-error@+1 {{batch_norm: f32[2] is no vector of the channels of f32[B, 3]}}
    %y = batch_norm %x, %v, %v, mean = @s, variance = @s
    return %y }
}

// -----

// batch_norm (C2)
leat.model @m {
  state @s : f32[3] = zeros
  func @f(%x: f32[B, 3], %v: f64[3]) -> (y: f32) {
    // expected-error@+1 {{batch_norm: operands have different element types}}
    %y = batch_norm %x, %v, %v, mean = @s, variance = @s
    return %y }
}

// -----

// dropout (C1)
leat.model @m {
  state @rng = seed
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{dropout: p is 1, expected 0 <= p < 1}}
    %y = dropout %x, rng = @rng, p = 1
    return %y }
}

// -----

// timestep_embedding (C1)
leat.model @m {
  func @f(%t: f32) -> (y: f32) {
    // expected-error@+1 {{timestep_embedding: expected a vector of times, got f32}}
    %y = timestep_embedding %t, dim = 4
    return %y }
}

// -----

// timestep_embedding (C2): dim
leat.model @m {
  func @f(%t: f32[B]) -> (y: f32) {
    // expected-error@+1 {{timestep_embedding: dim is 5, expected an even number, at least 2}}
    %y = timestep_embedding %t, dim = 5
    return %y }
}

// -----

// timestep_embedding (C2): period
leat.model @m {
  func @f(%t: f32[B]) -> (y: f32) {
    // expected-error@+1 {{timestep_embedding: period is 0, expected a positive number}}
    %y = timestep_embedding %t, dim = 4, period = 0
    return %y }
}

// -----

// timestep_embedding (C3)
leat.model @m {
  func @f(%t: f32[B]) -> (y: f32) {
    // expected-error@+1 {{timestep_embedding: dtype is 'i64', expected a float type}}
    %y = timestep_embedding %t, dim = 4, dtype = i64
    return %y }
}

// -----

// batch_norm (C1): states
leat.model @m {
  state @s : f32[4] = zeros
  func @f(%x: f32[B, 3], %v: f32[3]) -> (y: f32[B, 3]) {
    // expected-error@+1 {{state @s is f32[4], expected the type of the weight, f32[3]}}
    %y = batch_norm %x, %v, %v, mean = @s, variance = @s
    return %y }
}

// -----

// batch_norm (C3)
leat.model @m {
  param @s : f32[3] = zeros
  func @f(%x: f32[B, 3], %v: f32[3]) -> (y: f32[B, 3]) {
    // expected-error@+1 {{there is no state @s in the model}}
    %y = batch_norm %x, %v, %v, mean = @s, variance = @s
    return %y }
}

// -----

// dropout (C2)
leat.model @m {
  // expected-note@+1 {{@rng is declared here}}
  state @rng : f32[2] = zeros
  func @f(%x: f32[B, 3]) -> (y: f32[B, 3]) {
    // expected-error@+1 {{draws from @rng, expected the name of a state declared '= seed'}}
    %y = dropout %x, rng = @rng
    return %y }
}
