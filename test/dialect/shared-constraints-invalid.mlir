// RUN: leat-opt %s -split-input-file -verify-diagnostics

// Constraints that ops share, each by each of them.

// add (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{add: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = add %a, %b
    return %y }
}

// -----

// add (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{add: shapes do not broadcast: f32[4] and f32[3]}}
    %y = add %a, %b
    return %y }
}

// -----

// sub (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{sub: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = sub %a, %b
    return %y }
}

// -----

// sub (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{sub: shapes do not broadcast: f32[4] and f32[3]}}
    %y = sub %a, %b
    return %y }
}

// -----

// mul (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{mul: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = mul %a, %b
    return %y }
}

// -----

// mul (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{mul: shapes do not broadcast: f32[4] and f32[3]}}
    %y = mul %a, %b
    return %y }
}

// -----

// div (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{div: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = div %a, %b
    return %y }
}

// -----

// div (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{div: shapes do not broadcast: f32[4] and f32[3]}}
    %y = div %a, %b
    return %y }
}

// -----

// pow (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{pow: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = pow %a, %b
    return %y }
}

// -----

// pow (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{pow: shapes do not broadcast: f32[4] and f32[3]}}
    %y = pow %a, %b
    return %y }
}

// -----

// maximum (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{maximum: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = maximum %a, %b
    return %y }
}

// -----

// maximum (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{maximum: shapes do not broadcast: f32[4] and f32[3]}}
    %y = maximum %a, %b
    return %y }
}

// -----

// minimum (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{minimum: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = minimum %a, %b
    return %y }
}

// -----

// minimum (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{minimum: shapes do not broadcast: f32[4] and f32[3]}}
    %y = minimum %a, %b
    return %y }
}

// -----

// eq (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{eq: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = eq %a, %b
    return %y }
}

// -----

// eq (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{eq: shapes do not broadcast: f32[4] and f32[3]}}
    %y = eq %a, %b
    return %y }
}

// -----

// ne (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{ne: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = ne %a, %b
    return %y }
}

// -----

// ne (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{ne: shapes do not broadcast: f32[4] and f32[3]}}
    %y = ne %a, %b
    return %y }
}

// -----

// lt (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{lt: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = lt %a, %b
    return %y }
}

// -----

// lt (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{lt: shapes do not broadcast: f32[4] and f32[3]}}
    %y = lt %a, %b
    return %y }
}

// -----

// le (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{le: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = le %a, %b
    return %y }
}

// -----

// le (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{le: shapes do not broadcast: f32[4] and f32[3]}}
    %y = le %a, %b
    return %y }
}

// -----

// gt (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{gt: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = gt %a, %b
    return %y }
}

// -----

// gt (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{gt: shapes do not broadcast: f32[4] and f32[3]}}
    %y = gt %a, %b
    return %y }
}

// -----

// ge (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{ge: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = ge %a, %b
    return %y }
}

// -----

// ge (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{ge: shapes do not broadcast: f32[4] and f32[3]}}
    %y = ge %a, %b
    return %y }
}

// -----

// atan2 (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{atan2: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = atan2 %a, %b
    return %y }
}

// -----

// atan2 (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{atan2: shapes do not broadcast: f32[4] and f32[3]}}
    %y = atan2 %a, %b
    return %y }
}

// -----

// hypot (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{hypot: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = hypot %a, %b
    return %y }
}

// -----

// hypot (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{hypot: shapes do not broadcast: f32[4] and f32[3]}}
    %y = hypot %a, %b
    return %y }
}

// -----

// logaddexp (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{logaddexp: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = logaddexp %a, %b
    return %y }
}

// -----

// logaddexp (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{logaddexp: shapes do not broadcast: f32[4] and f32[3]}}
    %y = logaddexp %a, %b
    return %y }
}

// -----

// xlogy (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{xlogy: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = xlogy %a, %b
    return %y }
}

// -----

// xlogy (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{xlogy: shapes do not broadcast: f32[4] and f32[3]}}
    %y = xlogy %a, %b
    return %y }
}

// -----

// floor_div (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{floor_div: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = floor_div %a, %b
    return %y }
}

// -----

// floor_div (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{floor_div: shapes do not broadcast: f32[4] and f32[3]}}
    %y = floor_div %a, %b
    return %y }
}

// -----

// mod (C1)
leat.model @m {
  func @f(%a: f32[4], %b: f64[4]) -> (y: f32) {
    // expected-error@+1 {{mod: operands have different element types: f32[4] and f64[4]; convert one of them, as in f32(...)}}
    %y = mod %a, %b
    return %y }
}

// -----

// mod (C2)
leat.model @m {
  func @f(%a: f32[4], %b: f32[3]) -> (y: f32) {
    // expected-error@+1 {{mod: shapes do not broadcast: f32[4] and f32[3]}}
    %y = mod %a, %b
    return %y }
}

// -----

// bit_and (C1)
leat.model @m {
  func @f(%a: i32[4], %b: i64[4]) -> (y: f32) {
    // expected-error@+1 {{bit_and: operands have different element types: i32[4] and i64[4]; convert one of them, as in i32(...)}}
    %y = bit_and %a, %b
    return %y }
}

// -----

// bit_and (C2)
leat.model @m {
  func @f(%a: i32[4], %b: i32[3]) -> (y: f32) {
    // expected-error@+1 {{bit_and: shapes do not broadcast: i32[4] and i32[3]}}
    %y = bit_and %a, %b
    return %y }
}

// -----

// bit_or (C1)
leat.model @m {
  func @f(%a: i32[4], %b: i64[4]) -> (y: f32) {
    // expected-error@+1 {{bit_or: operands have different element types: i32[4] and i64[4]; convert one of them, as in i32(...)}}
    %y = bit_or %a, %b
    return %y }
}

// -----

// bit_or (C2)
leat.model @m {
  func @f(%a: i32[4], %b: i32[3]) -> (y: f32) {
    // expected-error@+1 {{bit_or: shapes do not broadcast: i32[4] and i32[3]}}
    %y = bit_or %a, %b
    return %y }
}

// -----

// bit_xor (C1)
leat.model @m {
  func @f(%a: i32[4], %b: i64[4]) -> (y: f32) {
    // expected-error@+1 {{bit_xor: operands have different element types: i32[4] and i64[4]; convert one of them, as in i32(...)}}
    %y = bit_xor %a, %b
    return %y }
}

// -----

// bit_xor (C2)
leat.model @m {
  func @f(%a: i32[4], %b: i32[3]) -> (y: f32) {
    // expected-error@+1 {{bit_xor: shapes do not broadcast: i32[4] and i32[3]}}
    %y = bit_xor %a, %b
    return %y }
}

// -----

// shift_left (C1)
leat.model @m {
  func @f(%a: i32[4], %b: i64[4]) -> (y: f32) {
    // expected-error@+1 {{shift_left: operands have different element types: i32[4] and i64[4]; convert one of them, as in i32(...)}}
    %y = shift_left %a, %b
    return %y }
}

// -----

// shift_left (C2)
leat.model @m {
  func @f(%a: i32[4], %b: i32[3]) -> (y: f32) {
    // expected-error@+1 {{shift_left: shapes do not broadcast: i32[4] and i32[3]}}
    %y = shift_left %a, %b
    return %y }
}

// -----

// shift_right (C1)
leat.model @m {
  func @f(%a: i32[4], %b: i64[4]) -> (y: f32) {
    // expected-error@+1 {{shift_right: operands have different element types: i32[4] and i64[4]; convert one of them, as in i32(...)}}
    %y = shift_right %a, %b
    return %y }
}

// -----

// shift_right (C2)
leat.model @m {
  func @f(%a: i32[4], %b: i32[3]) -> (y: f32) {
    // expected-error@+1 {{shift_right: shapes do not broadcast: i32[4] and i32[3]}}
    %y = shift_right %a, %b
    return %y }
}

// -----

// logical_and (C1)
leat.model @m {
  func @f(%a: i1[4], %b: i32[4]) -> (y: f32) {
    // expected-error@+1 {{logical_and: operands have different element types: i1[4] and i32[4]; convert one of them, as in i1(...)}}
    %y = logical_and %a, %b
    return %y }
}

// -----

// logical_and (C2)
leat.model @m {
  func @f(%a: i1[4], %b: i1[3]) -> (y: f32) {
    // expected-error@+1 {{logical_and: shapes do not broadcast: i1[4] and i1[3]}}
    %y = logical_and %a, %b
    return %y }
}

// -----

// logical_or (C1)
leat.model @m {
  func @f(%a: i1[4], %b: i32[4]) -> (y: f32) {
    // expected-error@+1 {{logical_or: operands have different element types: i1[4] and i32[4]; convert one of them, as in i1(...)}}
    %y = logical_or %a, %b
    return %y }
}

// -----

// logical_or (C2)
leat.model @m {
  func @f(%a: i1[4], %b: i1[3]) -> (y: f32) {
    // expected-error@+1 {{logical_or: shapes do not broadcast: i1[4] and i1[3]}}
    %y = logical_or %a, %b
    return %y }
}

// -----

// logsumexp (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{logsumexp: axis 2 is out of range for a tensor of rank 2}}
    %y = logsumexp %a, axis = 2
    return %y }
}

// -----

// max (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{max: axis 2 is out of range for a tensor of rank 2}}
    %y = max %a, axis = 2
    return %y }
}

// -----

// min (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{min: axis 2 is out of range for a tensor of rank 2}}
    %y = min %a, axis = 2
    return %y }
}

// -----

// mean (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{mean: axis 2 is out of range for a tensor of rank 2}}
    %y = mean %a, axis = 2
    return %y }
}

// -----

// prod (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{prod: axis 2 is out of range for a tensor of rank 2}}
    %y = prod %a, axis = 2
    return %y }
}

// -----

// var (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{var: axis 2 is out of range for a tensor of rank 2}}
    %y = var %a, axis = 2
    return %y }
}

// -----

// argmin (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{argmin: axis 2 is out of range for a tensor of rank 2}}
    %y = argmin %a, axis = 2
    return %y }
}

// -----

// cumprod (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{cumprod: axis 2 is out of range for a tensor of rank 2}}
    %y = cumprod %a, axis = 2
    return %y }
}

// -----

// argmax (C2)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{argmax: dtype is 'f32', expected i64 or i32}}
    %y = argmax %a, axis = 1, dtype = f32
    return %y }
}

// -----

// avg_pool (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{avg_pool: expected an input of rank 3 to 5, [batch, channels, ...]; its rank is 2}}
    %y = avg_pool %a, kernel = 2
    return %y }
}

// -----

// avg_pool (C3)
leat.model @m {
  func @f(%a: f32[2, 3, 4, 4]) -> (y: f32) {
    // expected-error@+1 {{avg_pool: the kernel spans 5 elements of dimension 2, the padded input has 4: f32[2, 3, 4, 4]}}
    %y = avg_pool %a, kernel = 5
    return %y }
}

// -----

// max_pool_index (C1)
leat.model @m {
  func @f(%a: f32[4, 3]) -> (y: f32) {
    // expected-error@+1 {{max_pool_index: expected an input of rank 3 to 5, [batch, channels, ...]; its rank is 2}}
    %y = max_pool_index %a, kernel = 2
    return %y }
}

// -----

// max_pool_index (C3)
leat.model @m {
  func @f(%a: f32[2, 3, 4, 4]) -> (y: f32) {
    // expected-error@+1 {{max_pool_index: the kernel spans 5 elements of dimension 2, the padded input has 4: f32[2, 3, 4, 4]}}
    %y = max_pool_index %a, kernel = 5
    return %y }
}

// -----

// max_pool_index (C2)
leat.model @m {
  func @f(%a: f32[2, 3, 4, 4]) -> (y: f32) {
    // expected-error@+1 {{max_pool_index: stride is 0, expected at least 1}}
    %y = max_pool_index %a, kernel = 2, stride = 0
    return %y }
}

// -----

// bernoulli (C3)
leat.model @m {
  state @rng = seed
  func @f() -> (y: f32) {
    // expected-error@+1 {{custom op 'leat.bernoulli' expected ':' and the type of the result, as in ': f32[B, 2]'}}
    %y = bernoulli @rng (0.5)
    return %y }
}

// -----

// uniform (C3)
leat.model @m {
  state @rng = seed
  func @f() -> (y: f32) {
    // expected-error@+1 {{custom op 'leat.uniform' expected ':' and the type of the result, as in ': f32[B, 2]'}}
    %y = uniform @rng (0, 1)
    return %y }
}

// -----

// randint (C3)
leat.model @m {
  state @rng = seed
  func @f() -> (y: f32) {
    // expected-error@+1 {{custom op 'leat.randint' expected ':' and the type of the result, as in ': f32[B, 2]'}}
    %y = randint @rng (0, 3)
    return %y }
}

// -----

// hessian (C1)
leat.model @m {
  func @g(%x: f32[3]) -> (y: f32) {
    %y = sum %x
    return %y }
  func @f(%a: f32[3]) -> (y: f32) {
    // expected-error@+1 {{'leat.hessian' op there is no function @h in the model}}
    %y = hessian @h(%a) wrt(x)
    return %y }
}

// -----

// jacobian (C1)
leat.model @m {
  // expected-note@+1 {{@g is declared here}}
  func @g(%x: f32[3]) -> (y: f32) {
    %y = sum %x
    return %y }
  func @f(%a: f32[3]) -> (y: f32) {
    // expected-error@+1 {{'leat.jacobian' op @g takes 1 argument, got 2}}
    %y = jacobian @g(%a, %a) wrt(x)
    return %y }
}

// -----

// bernoulli (C1)
leat.model @m {
  // expected-note@+1 {{@w is declared here}}
  param @w : f32 = zeros
  func @f() -> (y: f32[3]) {
    // expected-error@+1 {{'leat.bernoulli' op draws from @w, expected the name of a state declared '= seed'}}
    %y = bernoulli @w (0.5) : f32[3]
    return %y }
}

// -----

// uniform (C1)
leat.model @m {
  // expected-note@+1 {{@w is declared here}}
  param @w : f32 = zeros
  func @f() -> (y: f32[3]) {
    // expected-error@+1 {{'leat.uniform' op draws from @w, expected the name of a state declared '= seed'}}
    %y = uniform @w (0, 1) : f32[3]
    return %y }
}

// -----

// randint (C1)
leat.model @m {
  // expected-note@+1 {{@w is declared here}}
  param @w : f32 = zeros
  func @f() -> (y: i64[3]) {
    // expected-error@+1 {{'leat.randint' op draws from @w, expected the name of a state declared '= seed'}}
    %y = randint @w (0, 3) : i64[3]
    return %y }
}

// -----

// permutation (C3)
leat.model @m {
  state @rng = seed
  func @f() -> (y: i64[3]) {
    // expected-error@+1 {{custom op 'leat.permutation' expected ':' and the type of the result, as in ': f32[B, 2]'}}
    %y = permutation @rng
    return %y }
}
