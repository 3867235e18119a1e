// RUN: leat-opt %s -split-input-file -verify-diagnostics

// sum (C1): range
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{sum: axis 2 is out of range for a tensor of rank 2}}
    %y = sum %x, axis = 2
    return %y }
}

// -----

// sum (C1): twice
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{sum: axis -1 is named twice}}
    %y = sum %x, axis = [1, -1]
    return %y }
}

// -----

// argmax (C1)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{argmax: axis -3 is out of range for a tensor of rank 2}}
    %y = argmax %x, axis = -3
    return %y }
}

// -----

// argmax: axis is required
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{argmax: the attribute 'axis' is missing}}
    %y = argmax %x
    return %y }
}

// -----

// argmin (C2)
leat.model @m {
  func @f(%x: f32[B, 3]) -> (y: f32) {
    // expected-error@+1 {{argmin: dtype is 'f32', expected i64 or i32}}
    %y = argmin %x, axis = 0, dtype = f32
    return %y }
}

// -----

// cumsum (C1)
leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    // expected-error@+1 {{cumsum: axis 0 is out of range for a tensor of rank 0}}
    %y = cumsum %x
    return %y }
}

// -----

// max_pool (C1)
leat.model @m {
  func @f(%x: f32[8, 8]) -> (y: f32) {
    // expected-error@+1 {{max_pool: expected an input of rank 3 to 5, [batch, channels, ...]; its rank is 2}}
    %y = max_pool %x, kernel = 2
    return %y }
}

// -----

// max_pool (C2): sign
leat.model @m {
  func @f(%x: f32[1, 1, 8, 8]) -> (y: f32) {
    // expected-error@+1 {{max_pool: kernel is 0, expected at least 1}}
    %y = max_pool %x, kernel = 0
    return %y }
}

// -----

// max_pool (C2): padding
leat.model @m {
  func @f(%x: f32[1, 1, 8, 8]) -> (y: f32) {
    // expected-error@+1 {{max_pool: padding is 2, expected at most half the kernel, which is 3}}
    %y = max_pool %x, kernel = 3, padding = 2
    return %y }
}

// -----

// max_pool (C3)
leat.model @m {
  func @f(%x: f32[1, 1, 8, 8]) -> (y: f32) {
    // expected-error@+1 {{max_pool: the kernel spans 9 elements of dimension 3, the padded input has 8: f32[1, 1, 8, 8]}}
    %y = max_pool %x, kernel = [2, 9]
    return %y }
}

// -----

// avg_pool (C2)
leat.model @m {
  func @f(%x: f32[1, 1, 8]) -> (y: f32) {
    // expected-error@+1 {{avg_pool: kernel has 2 numbers, expected 1 or 1, one per spatial dimension}}
    %y = avg_pool %x, kernel = [2, 2]
    return %y }
}

// -----

// max_unpool (C1): windows
leat.model @m {
  func @f(%d: f32[1, 1, 4], %i: i32[1, 1, 4]) -> (y: f32) {
    // expected-error@+1 {{max_unpool: an input extent of 6 has 3 windows, but dimension 2 of the cotangent is 4: f32[1, 1, 4]}}
    %y = max_unpool %d, %i, input_size = 6, kernel = 2
    return %y }
}

// -----

// max_unpool (C1): index
leat.model @m {
  func @f(%d: f32[1, 1, 3], %i: i32[1, 1, 4]) -> (y: f32) {
    // expected-error@+1 {{max_unpool: index is i32[1, 1, 4], expected i32[1, 1, 3]}}
    %y = max_unpool %d, %i, input_size = 6, kernel = 2
    return %y }
}

// -----

// max_unpool (C2)
leat.model @m {
  func @f(%d: f32[1, 1, 3], %i: i64[1, 1, 3]) -> (y: f32) {
    // expected-error@+1 {{max_unpool: index is i64[1, 1, 3], expected positions of i32}}
    %y = max_unpool %d, %i, input_size = 6, kernel = 2
    return %y }
}

// -----

// max_pool_read (C1)
leat.model @m {
  func @f(%x: f32[1, 1, 6], %i: i32[1, 1, 4]) -> (y: f32) {
    // expected-error@+1 {{max_pool_read: index is i32[1, 1, 4], expected i32[1, 1, 3]}}
    %y = max_pool_read %x, %i, kernel = 2
    return %y }
}

// -----

// max_pool_read (C2)
leat.model @m {
  func @f(%x: f32[1, 1, 6], %i: i32[1, 1, 3]) -> (y: f32) {
    // expected-error@+1 {{max_pool_read: stride is 0, expected at least 1}}
    %y = max_pool_read %x, %i, kernel = 2, stride = 0
    return %y }
}

// -----

// avg_unpool (C1)
leat.model @m {
  func @f(%d: f32[1, 1, 4]) -> (y: f32) {
    // expected-error@+1 {{avg_unpool: input_size is [6, 6], expected 1 positive numbers, one per spatial dimension}}
    %y = avg_unpool %d, input_size = [6, 6], kernel = 2
    return %y }
}

// -----

// avg_unpool (C2)
leat.model @m {
  func @f(%d: f32[1, 1, 4]) -> (y: f32) {
    // expected-error@+1 {{avg_unpool: the attribute 'kernel' is missing}}
    %y = avg_unpool %d, input_size = 8
    return %y }
}

// -----

// windows: an empty kernel
leat.model @m {
  func @f(%x: f32[1, 4, 8, 8]) -> (y: f32) {
    // expected-error@+1 {{max_pool: kernel is empty, expected 1 or 2 numbers}}
    %y = max_pool %x, kernel = []
    return %y }
}

// -----

// std (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{std: axis 2 is out of range for a tensor of rank 2}}
    %y = std %x, axis = 2
    return %y }
}

// -----

// vector_norm (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{vector_norm: axis 1 is named twice}}
    %y = vector_norm %x, axis = [1, 1]
    return %y }
}

// -----

// vector_norm (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{vector_norm: p is 0.5, expected at least 1}}
    %y = vector_norm %x, p = 0.5
    return %y }
}

// -----

// any (C1)
leat.model @m {
  func @f(%x: i1[B, 6]) -> (y: f32) {
    // expected-error@+1 {{any: axis 2 is out of range for a tensor of rank 2}}
    %y = any %x, axis = 2
    return %y }
}

// -----

// all (C1)
leat.model @m {
  func @f(%x: i1[B, 6]) -> (y: f32) {
    // expected-error@+1 {{all: axis 2 is out of range for a tensor of rank 2}}
    %y = all %x, axis = 2
    return %y }
}

// -----

// count_nonzero (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{count_nonzero: axis 2 is out of range for a tensor of rank 2}}
    %y = count_nonzero %x, axis = 2
    return %y }
}

// -----

// count_nonzero (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{count_nonzero: dtype is 'f32', expected i64 or i32}}
    %y = count_nonzero %x, dtype = f32
    return %y }
}

// -----

// cov (C1)
leat.model @m {
  func @f(%x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{cov: expected [variables, observations], got f32[B]}}
    %y = cov %x
    return %y }
}

// -----

// cummax (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{cummax: axis 2 is out of range for a tensor of rank 2}}
    %y = cummax %x, axis = 2
    return %y }
}

// -----

// cummin (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{cummin: axis 2 is out of range for a tensor of rank 2}}
    %y = cummin %x, axis = 2
    return %y }
}

// -----

// logcumsumexp (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{logcumsumexp: axis 2 is out of range for a tensor of rank 2}}
    %y = logcumsumexp %x, axis = 2
    return %y }
}
