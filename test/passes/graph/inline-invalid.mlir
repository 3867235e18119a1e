// RUN: leat-opt %s -verify-diagnostics -leat-inline

// Each function doubles the one before.
leat.model @m {
  func private @f0(%x: f64) -> (y: f64) {
    %y = sin %x
    return %y }
  func private @f1(%x: f64) -> (y: f64) {
    %a = call @f0(%x)
    %y = call @f0(%a)
    return %y }
  func private @f2(%x: f64) -> (y: f64) {
    %a = call @f1(%x)
    %y = call @f1(%a)
    return %y }
  func private @f3(%x: f64) -> (y: f64) {
    %a = call @f2(%x)
    %y = call @f2(%a)
    return %y }
  func private @f4(%x: f64) -> (y: f64) {
    %a = call @f3(%x)
    %y = call @f3(%a)
    return %y }
  func private @f5(%x: f64) -> (y: f64) {
    %a = call @f4(%x)
    %y = call @f4(%a)
    return %y }
  func private @f6(%x: f64) -> (y: f64) {
    %a = call @f5(%x)
    %y = call @f5(%a)
    return %y }
  func private @f7(%x: f64) -> (y: f64) {
    %a = call @f6(%x)
    %y = call @f6(%a)
    return %y }
  func private @f8(%x: f64) -> (y: f64) {
    %a = call @f7(%x)
    %y = call @f7(%a)
    return %y }
  func private @f9(%x: f64) -> (y: f64) {
    %a = call @f8(%x)
    %y = call @f8(%a)
    return %y }
  func private @f10(%x: f64) -> (y: f64) {
    %a = call @f9(%x)
    %y = call @f9(%a)
    return %y }
  func private @f11(%x: f64) -> (y: f64) {
    %a = call @f10(%x)
    %y = call @f10(%a)
    return %y }
  func private @f12(%x: f64) -> (y: f64) {
    %a = call @f11(%x)
    %y = call @f11(%a)
    return %y }
  func private @f13(%x: f64) -> (y: f64) {
    %a = call @f12(%x)
    %y = call @f12(%a)
    return %y }
  func private @f14(%x: f64) -> (y: f64) {
    %a = call @f13(%x)
    %y = call @f13(%a)
    return %y }
  func private @f15(%x: f64) -> (y: f64) {
    %a = call @f14(%x)
    %y = call @f14(%a)
    return %y }
  func private @f16(%x: f64) -> (y: f64) {
    %a = call @f15(%x)
    %y = call @f15(%a)
    return %y }
  func private @f17(%x: f64) -> (y: f64) {
    %a = call @f16(%x)
    %y = call @f16(%a)
    return %y }
  func private @f18(%x: f64) -> (y: f64) {
    %a = call @f17(%x)
    // expected-error@+1 {{makes @f18 262152 operations, with those of all functions in it and of their derivatives; expected at most 200000}}
    %y = call @f17(%a)
    return %y }
  func @main(%x: f64) -> (y: f64) {
    %y = call @f18(%x)
    return %y }
}
