// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-form-kernels

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      // expected-error@+1 {{is not compiled yet; the interpreter runs it (--reference)}}
      %b = let %a * %x
      yield %b }
    return %y }
}
