// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-flatten-let -leat-thread-state -leat-differentiate

// vmap (C4): a state is one for all lanes.
leat.model @m {
  state @mean : f32 = zeros
  func private @f(%x: f32) -> (y: f32) {
    set @mean = %x
    return %x }
  func @g(%xs: f32[4]) -> (y: f32[4]) {
    // expected-error@+1 {{@f writes @mean, but the value differs from lane to lane; only what is the same in all lanes can become a state}}
    %y = vmap @f(%xs) in_axes(0)
    return %y }
}

// -----

// vmap (C5)
leat.model @m {
  state @rng = seed
  func private @f(%x: f32) -> (y: f32) {
    %p = let %x > 0
    // expected-error@+1 {{goes different ways in different lanes and draws from a state, which all lanes share}}
    %y = if %p {
      %z = normal @rng : f32
      yield %z } else {
      yield %x }
    return %y }
  func @g(%xs: f32[4]) -> (y: f32[4]) {
    // expected-note@+1 {{'vmap' stands here}}
    %y = vmap @f(%xs) in_axes(0)
    return %y }
}

// -----

// vmap (C9)
leat.model @m {
  func private @f(%x: f32, %w: f32) -> (y: f32, z: f32) { return %x, %w }
  func @g(%xs: f32[4], %w: f32) -> (y: f32, z: f32) {
    // expected-error@+1 {{result 'y' of @f differs from lane to lane, expected its axis for the lanes}}
    %y, %z = vmap @f(%xs, %w) in_axes(0, none) out_axes(none, none)
    return %y, %z }
}
