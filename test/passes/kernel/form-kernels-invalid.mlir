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
    // expected-error@+1 {{is inside of loops and branches, with it 13 and of these 13 loops, expected at most 32 and 12; the interpreter runs it (--reference)}}
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

// -----

leat.model @m {
  func @f(%x: f32, %c: i1) -> (y: f32) {
    %r0 = if %c {
    %r1 = if %c {
    %r2 = if %c {
    %r3 = if %c {
    %r4 = if %c {
    %r5 = if %c {
    %r6 = if %c {
    %r7 = if %c {
    %r8 = if %c {
    %r9 = if %c {
    %r10 = if %c {
    %r11 = if %c {
    %r12 = if %c {
    %r13 = if %c {
    %r14 = if %c {
    %r15 = if %c {
    %r16 = if %c {
    %r17 = if %c {
    %r18 = if %c {
    %r19 = if %c {
    %r20 = if %c {
    %r21 = if %c {
    %r22 = if %c {
    %r23 = if %c {
    %r24 = if %c {
    %r25 = if %c {
    %r26 = if %c {
    %r27 = if %c {
    %r28 = if %c {
    %r29 = if %c {
    %r30 = if %c {
    %r31 = if %c {
    // expected-error@+1 {{is inside of loops and branches, with it 33 and of these 0 loops, expected at most 32 and 12}}
    %r32 = if %c {
    %s = sin %x
    yield %s } else { yield %x }
    yield %r32 } else { yield %x }
    yield %r31 } else { yield %x }
    yield %r30 } else { yield %x }
    yield %r29 } else { yield %x }
    yield %r28 } else { yield %x }
    yield %r27 } else { yield %x }
    yield %r26 } else { yield %x }
    yield %r25 } else { yield %x }
    yield %r24 } else { yield %x }
    yield %r23 } else { yield %x }
    yield %r22 } else { yield %x }
    yield %r21 } else { yield %x }
    yield %r20 } else { yield %x }
    yield %r19 } else { yield %x }
    yield %r18 } else { yield %x }
    yield %r17 } else { yield %x }
    yield %r16 } else { yield %x }
    yield %r15 } else { yield %x }
    yield %r14 } else { yield %x }
    yield %r13 } else { yield %x }
    yield %r12 } else { yield %x }
    yield %r11 } else { yield %x }
    yield %r10 } else { yield %x }
    yield %r9 } else { yield %x }
    yield %r8 } else { yield %x }
    yield %r7 } else { yield %x }
    yield %r6 } else { yield %x }
    yield %r5 } else { yield %x }
    yield %r4 } else { yield %x }
    yield %r3 } else { yield %x }
    yield %r2 } else { yield %x }
    yield %r1 } else { yield %x }
    return %r0 }
}
