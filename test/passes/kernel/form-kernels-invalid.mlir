// RUN: leat-opt %s -split-input-file -verify-diagnostics -leat-form-kernels

leat.model @m {
  func @f(%x: f32[4]) -> (y: f32[4]) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      // expected-error@+1 {{is not compiled yet; the interpreter runs it (--reference)}}
      %b = let %a * %x
      yield %b }
    return %y }
}

// -----

leat.model @m {
  func @f(%x: f32) -> (y: f32) {
    %r0 = for %t0 = 1 to 2 carry(%a0 = %x) {
    %r1 = for %t1 = 1 to 2 carry(%a1 = %a0) {
    %r2 = for %t2 = 1 to 2 carry(%a2 = %a1) {
    %r3 = for %t3 = 1 to 2 carry(%a3 = %a2) {
    %r4 = for %t4 = 1 to 2 carry(%a4 = %a3) {
    %r5 = for %t5 = 1 to 2 carry(%a5 = %a4) {
    %r6 = for %t6 = 1 to 2 carry(%a6 = %a5) {
    %r7 = for %t7 = 1 to 2 carry(%a7 = %a6) {
    %r8 = for %t8 = 1 to 2 carry(%a8 = %a7) {
    %r9 = for %t9 = 1 to 2 carry(%a9 = %a8) {
    %r10 = for %t10 = 1 to 2 carry(%a10 = %a9) {
    %r11 = for %t11 = 1 to 2 carry(%a11 = %a10) {
    // expected-error@+1 {{is loop 13 of loops in one another, expected at most 12; the interpreter runs it (--reference)}}
    %r12 = for %t12 = 1 to 2 carry(%a12 = %a11) {
    %s = sin %a12
    yield %s }
    yield %r12 }
    yield %r11 }
    yield %r10 }
    yield %r9 }
    yield %r8 }
    yield %r7 }
    yield %r6 }
    yield %r5 }
    yield %r4 }
    yield %r3 }
    yield %r2 }
    yield %r1 }
    return %r0 }
}
