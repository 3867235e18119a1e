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

// Keys of their own are draws of their own, which no op makes at once.
leat.model @m {
  func private @f(%k: i64[2]) -> (y: f32[3]) {
    // expected-error@+1 {{has no rule for lanes, but 'vmap' needs one}}
    %y = normal key(%k) : f32[3]
    return %y }
  func @g(%ks: i64[4, 2]) -> (y: f32[4, 3]) {
    // expected-note@+1 {{'vmap' stands here}}
    %y = vmap @f(%ks) in_axes(0)
    return %y }
}
