// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-flatten-let -leat-thread-state -leat-differentiate

// grad (C5)
leat.model @m {
  func private @loss(%x: f32) -> (l: f32) { %l = let sin(%x)  return %l }
  func @f(%x: f32) -> (d: f32) {
    // expected-error@+1 {{the function has no chain of calls to compute again, expected at least two}}
    %l, %d = grad @loss(%x) wrt(x) checkpoint(every = 2)
    return %d }
}

// -----

// grad (C6)
leat.model @m {
  func private @loss(%x: f32[4]) -> (l: f32) {
    %a = exp %x
    %b = sin %a
    %l = sum %b
    return %l }
  func @f(%x: f32[4]) -> (d: f32[4]) {
    // expected-error-re@+1 {{the gradient of @loss keeps at least {{[0-9]+}} bytes, more than the budget of 3}}
    %l, %d = grad @loss(%x) wrt(x) checkpoint(budget = 3)
    return %d }
}
