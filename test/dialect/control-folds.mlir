// RUN: leat-opt -leat-flatten-let -canonicalize -mlir-use-nameloc-as-prefix %s | FileCheck %s

leat.model @m {
  // One trip is the body.
  // CHECK-LABEL: func @one_trip
  // CHECK-NOT: for
  // CHECK: return
  func @one_trip(%x: f32[3], %xs: f32[1, 3]) -> (y: f32[3], p: f32[1, 3]) {
    %y, %p = for %t = 4 to 4 carry(%a = %x) over(%r = %xs) {
      %b = mul %a, %r
      yield %b stack(%b) }
    return %y, %p }

  // A bound that is a number is one of the loop; it is not unrolled.
  // CHECK-LABEL: func @known_bound
  // CHECK: for %t = 1 to 3, max_trips = 5 carry(%a = %x) {
  func @known_bound(%x: f32) -> (y: f32) {
    %n = let i64(3)
    %y = for %t = 1 to %n, max_trips = 5 carry(%a = %x) {
      %b = mul %a, %a
      yield %b }
    return %y }

  // No trip: what it starts from, and zeros.
  // CHECK-LABEL: func @no_trip
  // CHECK-NOT: for
  // CHECK: %[[Z:.*]] = number 0 : f32[5]
  // CHECK: return %x, %[[Z]]
  func @no_trip(%x: f32) -> (y: f32, p: f32[5]) {
    %n = let i64(0)
    %y, %p = for %t = 1 to %n, max_trips = 5 carry(%a = %x) {
      %b = mul %a, %a
      yield %b stack(%b) }
    return %y, %p }

  // More trips than there may be stay an error at run time.
  // CHECK-LABEL: func @too_many
  // CHECK: for %t = 1 to %{{.*}}, max_trips = 5
  func @too_many(%x: f32) -> (y: f32) {
    %n = let i64(9)
    %y = for %t = 1 to %n, max_trips = 5 carry(%a = %x) {
      %b = mul %a, %a
      yield %b }
    return %y }

  // What nobody reads goes, also where it goes round in circles.
  // CHECK-LABEL: func @unread
  // CHECK: %y = for %t = 1 to 3 carry(%a = %x) {
  // CHECK-NEXT: %b = mul %a, %a
  // CHECK-NEXT: yield %b
  func @unread(%x: f32, %xs: f32[3]) -> (y: f32) {
    %y, %z, %p = for %t = 1 to 3 carry(%a = %x, %c = %x) over(%r = %xs) {
      %b = mul %a, %a
      %d = mul %c, %r
      yield %b, %d stack(%d) }
    return %y }

  // CHECK-LABEL: func @unused
  // CHECK-NEXT: return %x
  func @unused(%x: f32) -> (y: f32) {
    %y = for %t = 1 to 3 carry(%a = %x) {
      %b = mul %a, %a
      yield %b }
    return %x }

  // What no trip changes is no carried value.
  // CHECK-LABEL: func @unchanged
  // CHECK: %y = for %t = 1 to 3 carry(%a = %x) {
  // CHECK-NEXT: %b = mul %a, %w
  // CHECK: return %y, %w
  func @unchanged(%x: f32, %w: f32) -> (y: f32, v: f32) {
    %y, %v = for %t = 1 to 3 carry(%a = %x, %c = %w) {
      %b = mul %a, %c
      yield %b, %c }
    return %y, %v }

  // CHECK-LABEL: func @never
  // CHECK-NOT: while
  // CHECK: return %x
  func @never(%x: f32) -> (y: f32) {
    %y = while carry(%a = %x) {
      %no = number 0 : i1
      condition %no } do {
      %b = mul %a, %a
      yield %b }
    return %y }

  // CHECK-LABEL: func @unread_until
  // CHECK: while carry(%a = %x) {
  // CHECK: yield %b
  func @unread_until(%x: f32) -> (y: f32) {
    %y, %z = while carry(%a = %x, %c = %x) {
      %more = gt %a, %x
      condition %more } do {
      %b = mul %a, %a
      %d = mul %c, %a
      yield %b, %d }
    return %y }

  // CHECK-LABEL: func @taken
  // CHECK-NEXT: %[[B:.*]] = mul %x, %x
  // CHECK-NEXT: return %[[B]]
  func @taken(%x: f32) -> (y: f32) {
    %yes = number 1 : i1
    %y = if %yes {
      %b = mul %x, %x
      yield %b } else { yield %x }
    return %y }

  // A result that both regions take from outside, and one that nobody reads.
  // CHECK-LABEL: func @same
  // CHECK: %y = if %c {
  // CHECK: return %y, %x
  func @same(%x: f32, %c: i1) -> (y: f32, z: f32) {
    %y, %z, %u = if %c {
      %b = mul %x, %x
      yield %b, %x, %b } else { yield %x, %x, %x }
    return %y, %z }
}
