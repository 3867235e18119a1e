// RUN: leat-opt %s -verify-diagnostics -leat-inline

// Each function is six of the one before.
leat.model @m {
  func private @f0(%x: f64) -> (y: f64) {
    %y = sin %x
    return %y }
  func private @f1(%x: f64) -> (y: f64) {
    %y = let @f0(@f0(@f0(@f0(@f0(@f0(%x))))))
    return %y }
  func private @f2(%x: f64) -> (y: f64) {
    %y = let @f1(@f1(@f1(@f1(@f1(@f1(%x))))))
    return %y }
  func private @f3(%x: f64) -> (y: f64) {
    %y = let @f2(@f2(@f2(@f2(@f2(@f2(%x))))))
    return %y }
  func private @f4(%x: f64) -> (y: f64) {
    %y = let @f3(@f3(@f3(@f3(@f3(@f3(%x))))))
    return %y }
  func private @f5(%x: f64) -> (y: f64) {
    %y = let @f4(@f4(@f4(@f4(@f4(@f4(%x))))))
    return %y }
  func private @f6(%x: f64) -> (y: f64) {
    %y = let @f5(@f5(@f5(@f5(@f5(@f5(%x))))))
    return %y }
  func private @f7(%x: f64) -> (y: f64) {
    // expected-error@+1 {{makes @f7 261290 operations, with those of all functions in it and of their derivatives; expected at most 200000}}
    %y = let @f6(@f6(@f6(@f6(@f6(@f6(%x))))))
    return %y }
  func @main(%x: f64) -> (y: f64) {
    %y = call @f7(%x)
    return %y }
}
