// RUN: leat-opt %s -split-input-file -verify-diagnostics

// A letter that is wrong.
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32[3]) {
    // expected-error@+1 {{custom op 'leat.sofmax' is unknown; did you mean 'softmax'?}}
    %y = sofmax %x, axis = 0
    return %y }
}

// -----

// What other libraries call it.
leat.model @m {
  func @f(%x: f32[3, 3]) -> (y: f32[3, 3]) {
    // expected-error@+1 {{there is no op 'inv' in expressions; did you mean 'inverse'?}}
    %y = let inv(%x)
    return %y }
}

// -----

// Two ops do what another one does.
leat.model @m {
  func @f(%x: f32[3, 3]) -> (y: f32[3]) {
    // expected-error@+1 {{custom op 'leat.eigh' is unknown; did you mean 'eigh_values' and 'eigh_vectors'?}}
    %y = eigh %x
    return %y }
}

// -----

// Nothing is near.
leat.model @m {
  func @f(%x: f32[3]) -> (y: f32[3]) {
    // expected-error@+1 {{custom op 'leat.frobnicate' is unknown}}
    %y = frobnicate %x
    return %y }
}
