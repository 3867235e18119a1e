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

// -----

// standardize (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{standardize: axis 2 is out of range for a tensor of rank 2}}
    %y = standardize %x, axis = [2]
    return %y }
}

// -----

// standardize (C1): none
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{standardize: axis is empty, expected at least one axis}}
    %y = standardize %x, axis = []
    return %y }
}

// -----

// standardize (C1): twice
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{standardize: axis -1 is named twice}}
    %y = standardize %x, axis = [1, -1]
    return %y }
}

// -----

// standardize (C2)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{standardize: eps is -1, expected a number that is not negative}}
    %y = standardize %x, axis = 1, eps = -1
    return %y }
}

// -----

// layer_norm (C1)
leat.model @m {
  func @f(%x: f32[B, 3], %v: f64[3]) -> (y: f32) {
    // expected-error@+1 {{layer_norm: operands have different element types}}
    %y = layer_norm %x, %v
    return %y }
}

// -----

// layer_norm (C2)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{layer_norm: dims is 3, expected 1 ... 2, the rank of the input}}
    %y = layer_norm %x, dims = 3
    return %y }
}

// -----

// layer_norm (C3)
leat.model @m {
  func @f(%x: f32[B, 3], %v: f32[4]) -> (y: f32) {
    // expected-error@+1 {{layer_norm: f32[4] has not the last 1 extents of f32[B, 3]}}
    %y = layer_norm %x, %v
    return %y }
}

// -----

// layer_norm (C3): count
leat.model @m {
  func @f(%x: f32[B, 3], %v: f32[3]) -> (y: f32) {
    // expected-error@+1 {{layer_norm: got 4 operands, expected an input, a weight and a bias}}
    %y = layer_norm %x, %v, %v, %v
    return %y }
}

// -----

// layer_norm (C4)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{layer_norm: eps is -1, expected a number that is not negative}}
    %y = layer_norm %x, eps = -1
    return %y }
}

// -----

// rms_norm (C1)
leat.model @m {
  func @f(%x: f32[B, 3], %v: f64[3]) -> (y: f32) {
    // expected-error@+1 {{rms_norm: operands have different element types}}
    %y = rms_norm %x, %v
    return %y }
}

// -----

// rms_norm (C2)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{rms_norm: dims is 0, expected 1 ... 2, the rank of the input}}
    %y = rms_norm %x, dims = 0
    return %y }
}

// -----

// rms_norm (C3)
leat.model @m {
  func @f(%x: f32[B, 4, 3], %v: f32[3]) -> (y: f32) {
    // expected-error@+1 {{rms_norm: f32[3] has not the last 2 extents of f32[B, 4, 3]}}
    %y = rms_norm %x, %v, dims = 2
    return %y }
}

// -----

// rms_norm (C4)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{rms_norm: eps is -1, expected a number that is not negative}}
    %y = rms_norm %x, eps = -1
    return %y }
}

// -----

// group_norm (C1)
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6], %w: f64[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: operands have different element types}}
    %y = group_norm %x, %w, groups = 2
    return %y }
}

// -----

// group_norm (C2): rank
leat.model @m {
  func @f(%x: f32[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: expected an input of rank >= 2, [batch, channels, ...], got f32[6]}}
    %y = group_norm %x, groups = 2
    return %y }
}

// -----

// group_norm (C2): channels
leat.model @m {
  func @f(%x: f32[B, 5], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: f32[6] is no vector of the channels of f32[B, 5]}}
    %y = group_norm %x, %v, groups = 1
    return %y }
}

// -----

// group_norm (C2): count
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: got 4 operands, expected an input, a weight and a bias}}
    %y = group_norm %x, %v, %v, %v, groups = 2
    return %y }
}

// -----

// group_norm (C3)
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: groups is 0, expected at least 1}}
    %y = group_norm %x, groups = 0
    return %y }
}

// -----

// group_norm (C3): channels
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: 6 channels can not be split into 4 groups}}
    %y = group_norm %x, groups = 4
    return %y }
}

// -----

// group_norm (C4)
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: eps is -1, expected a number that is not negative}}
    %y = group_norm %x, groups = 2, eps = -1
    return %y }
}

// -----

// group_norm: groups
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{group_norm: the attribute 'groups' is missing}}
    %y = group_norm %x
    return %y }
}

// -----

// instance_norm (C1)
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6], %w: f64[6]) -> (y: f32) {
    // expected-error@+1 {{instance_norm: operands have different element types}}
    %y = instance_norm %x, %w
    return %y }
}

// -----

// instance_norm (C2): rank
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{instance_norm: expected an input of rank >= 3, [batch, channels, space...], got f32[B, 6]}}
    %y = instance_norm %x
    return %y }
}

// -----

// instance_norm (C2): channels
leat.model @m {
  func @f(%x: f32[B, 5, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{instance_norm: f32[6] is no vector of the channels of f32[B, 5, 4]}}
    %y = instance_norm %x, %v
    return %y }
}

// -----

// instance_norm (C2): count
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{instance_norm: got 4 operands, expected an input, a weight and a bias}}
    %y = instance_norm %x, %v, %v, %v
    return %y }
}

// -----

// instance_norm (C3)
leat.model @m {
  func @f(%x: f32[B, 6, 4], %v: f32[6]) -> (y: f32) {
    // expected-error@+1 {{instance_norm: eps is -1, expected a number that is not negative}}
    %y = instance_norm %x, eps = -1
    return %y }
}

// -----

// l2_normalize (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{l2_normalize: axis 2 is out of range for a tensor of rank 2}}
    %y = l2_normalize %x, axis = 2
    return %y }
}

// -----

// l2_normalize (C2)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{l2_normalize: eps is 0, expected a positive number}}
    %y = l2_normalize %x, eps = 0
    return %y }
}
