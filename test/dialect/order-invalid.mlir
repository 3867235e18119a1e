// RUN: leat-opt %s -split-input-file -verify-diagnostics

// take_along_axis (C1): range
leat.model @m {
  func @f(%x: f32[B, 6], %i: i64[B, 2]) -> (y: f32) {
    // expected-error@+1 {{take_along_axis: axis 2 is out of range for a tensor of rank 2}}
    %y = take_along_axis %x, %i, axis = 2
    return %y }
}

// -----

// take_along_axis (C1): elements
leat.model @m {
  func @f(%x: f32[B, 0], %i: i64[B, 2]) -> (y: f32) {
    // expected-error@+1 {{take_along_axis: there is no element along axis 1 of f32[B, 0]}}
    %y = take_along_axis %x, %i
    return %y }
}

// -----

// take_along_axis (C2): integers
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{take_along_axis: indices are f32[B, 6], expected integers}}
    %y = take_along_axis %x, %x
    return %y }
}

// -----

// take_along_axis (C2): shape
leat.model @m {
  func @f(%x: f32[B, 6], %i: i64[B]) -> (y: f32) {
    // expected-error@+1 {{take_along_axis: indices are i64[B], expected the shape of f32[B, 6] but along axis 1}}
    %y = take_along_axis %x, %i
    return %y }
}

// -----

// add_along_axis (C1): range
leat.model @m {
  func @f(%x: f32[B, 6], %i: i64[B, 6]) -> (y: f32) {
    // expected-error@+1 {{add_along_axis: axis 2 is out of range for a tensor of rank 2}}
    %y = add_along_axis %x, %i, size = 3, axis = 2
    return %y }
}

// -----

// add_along_axis (C1): size
leat.model @m {
  func @f(%x: f32[B, 6], %i: i64[B, 6]) -> (y: f32) {
    // expected-error@+1 {{add_along_axis: size is 0, expected at least 1}}
    %y = add_along_axis %x, %i, size = 0
    return %y }
}

// -----

// add_along_axis (C2): integers
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{add_along_axis: indices are f32[B, 6], expected integers}}
    %y = add_along_axis %x, %x, size = 3
    return %y }
}

// -----

// add_along_axis (C2): shape
leat.model @m {
  func @f(%x: f32[B, 6], %i: i64[B, 2]) -> (y: f32) {
    // expected-error@+1 {{add_along_axis: indices are i64[B, 2], expected the shape of f32[B, 6]}}
    %y = add_along_axis %x, %i, size = 3
    return %y }
}

// -----

// add_along_axis: required
leat.model @m {
  func @f(%x: f32[B, 6], %i: i64[B, 6]) -> (y: f32) {
    // expected-error@+1 {{add_along_axis: the attribute 'size' is missing}}
    %y = add_along_axis %x, %i
    return %y }
}

// -----

// argsort (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{argsort: axis -3 is out of range for a tensor of rank 2}}
    %y = argsort %x, axis = -3
    return %y }
}

// -----

// argsort (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{argsort: dtype is 'i8', expected i64 or i32}}
    %y = argsort %x, dtype = i8
    return %y }
}

// -----

// sort (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{sort: axis 2 is out of range for a tensor of rank 2}}
    %y, %i = sort %x, axis = 2
    return %y }
}

// -----

// sort: in an expression
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{has 2 results, but 1 name}}
    %y = let sort(%x)
    return %y }
}

// -----

// top_k (C1)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{top_k: axis 2 is out of range for a tensor of rank 2}}
    %y, %i = top_k %x, k = 1, axis = 2
    return %y }
}

// -----

// top_k (C2)
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{top_k: k is 7, expected 1 to the extent of axis 1 of f32[B, 6]}}
    %y, %i = top_k %x, k = 7
    return %y }
}

// -----

// top_k: required
leat.model @m {
  func @f(%x: f32[B, 6]) -> (y: f32) {
    // expected-error@+1 {{top_k: the attribute 'k' is missing}}
    %y, %i = top_k %x
    return %y }
}

// -----

// searchsorted (C1)
leat.model @m {
  func @f(%s: f32[4], %x: f64[B]) -> (y: f32) {
    // expected-error@+1 {{searchsorted: operands have different element types: f32[4] and f64[B]}}
    %y = searchsorted %s, %x
    return %y }
}

// -----

// searchsorted (C2)
leat.model @m {
  func @f(%s: f32[B, 4], %x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{searchsorted: expected a sorted vector, or one for each row of values, got f32[B, 4] and f32[B]}}
    %y = searchsorted %s, %x
    return %y }
}

// -----

// searchsorted (C3)
leat.model @m {
  func @f(%s: f32[4], %x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{searchsorted: dtype is 'f32', expected i64 or i32}}
    %y = searchsorted %s, %x, dtype = f32
    return %y }
}

// -----

// segment_sum (C1): integers
leat.model @m {
  func @f(%x: f32[B, 6], %i: f32[B]) -> (y: f32) {
    // expected-error@+1 {{segment_sum: indices are f32[B], expected integers}}
    %y = segment_sum %x, %i, segments = 2
    return %y }
}

// -----

// segment_sum (C1): rows
leat.model @m {
  func @f(%x: f32[4, 6], %i: i64[3]) -> (y: f32) {
    // expected-error@+1 {{segment_sum: expected an id for each row of f32[4, 6], got i64[3]}}
    %y = segment_sum %x, %i, segments = 2
    return %y }
}

// -----

// segment_sum (C2)
leat.model @m {
  func @f(%x: f32[B, 6], %i: i64[B]) -> (y: f32) {
    // expected-error@+1 {{segment_sum: segments is 0, expected at least 1}}
    %y = segment_sum %x, %i, segments = 0
    return %y }
}

// -----

// bincount (C1)
leat.model @m {
  func @f(%x: f32[B]) -> (y: f32) {
    // expected-error@+1 {{bincount: indices are f32[B], expected integers}}
    %y = bincount %x, bins = 2
    return %y }
}

// -----

// bincount (C2)
leat.model @m {
  func @f(%x: i64[B]) -> (y: f32) {
    // expected-error@+1 {{bincount: bins is -1, expected at least 1}}
    %y = bincount %x, bins = -1
    return %y }
}

// -----

// bincount (C3)
leat.model @m {
  func @f(%x: i64[4], %w: f32[3]) -> (y: f32) {
    // expected-error@+1 {{bincount: weights are f32[3], expected the shape of i64[4]}}
    %y = bincount %x, %w, bins = 2
    return %y }
}

// -----

// histogram (C1)
leat.model @m {
  func @f(%x: f32[B], %e: f64[3]) -> (y: f32) {
    // expected-error@+1 {{histogram: operands have different element types: f32[B] and f64[3]}}
    %y = histogram %x, %e
    return %y }
}

// -----

// histogram (C2)
leat.model @m {
  func @f(%x: f32[B], %e: f32[1]) -> (y: f32) {
    // expected-error@+1 {{histogram: expected two edges or more, got f32[1]}}
    %y = histogram %x, %e
    return %y }
}
