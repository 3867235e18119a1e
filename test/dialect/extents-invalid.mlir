// RUN: leat-opt %s -split-input-file -verify-diagnostics

// Extents that would wrap round: numbers of attributes are any.
leat.model @m {
  func @f(%x: f32[2, 2]) {
    // expected-error@+1 {{makes f32[9223372036854775807, 2], expected at most 2^48 elements}}
    %y = tile %x, repeats = [9223372036854775807, 1]
    return }
}

// -----

leat.model @m {
  func @f(%x: f32[2, 2]) {
    // expected-error@+1 {{makes f32[9223372036854775807, 2], expected at most 2^48 elements}}
    %y = pad %x, low = [9223372036854775807, 0], high = [1, 0]
    return }
}

// -----

leat.model @m {
  func @f(%x: f32[2]) {
    // expected-error@+1 {{makes f32[9223372036854775807, 9223372036854775807], expected at most 2^48 elements}}
    %y = diag %x, offset = 9223372036854775807
    return }
}

// -----

leat.model @m {
  func @f(%x: f32[2]) {
    // expected-error@+1 {{makes f32[9223372036854775807, 9223372036854775807], expected at most 2^48 elements}}
    %y = diag %x, offset = -9223372036854775807
    return }
}

// -----

leat.model @m {
  func @f(%x: f32[1, 1, 2]) {
    // expected-error@+1 {{makes f32[1, 1, 9223372036854775807], expected at most 2^48 elements}}
    %y = upsample_nearest %x, scale = [9223372036854775807]
    return }
}

// -----

leat.model @m {
  func @f(%x: f32[2, 2]) {
    // expected-error@+1 {{makes f32[9223372036854775807, 2], expected at most 2^48 elements}}
    %y = pad_replicate %x, low = [9223372036854775807, 0], high = [1, 0]
    return }
}
