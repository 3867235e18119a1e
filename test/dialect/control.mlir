// RUN: leat-opt -mlir-use-nameloc-as-prefix %s | FileCheck %s
// RUN: leat-opt -mlir-use-nameloc-as-prefix %s | leat-opt -mlir-use-nameloc-as-prefix | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt

leat.model @loops {
  config @T = 3
  state @rng = seed

  // A loop sees the values of the function around it.
  // CHECK-LABEL: func @sum_of_powers
  func @sum_of_powers(%x: f32[N]) -> (sum: f32[N], powers: f32[T, N]) {
    %one = let %x * 0 + 1
    // CHECK: %s, %p, %all = for %t = 1 to T carry(%a = %one, %b = %one) {
    %s, %p, %all = for %t = 1 to T carry(%a = %one, %b = %one) {
      // CHECK: %b1 = let %b * %x
      %b1 = let %b * %x
      // CHECK: yield %a, %b1 stack(%b1)
      yield %a, %b1 stack(%b1) }
    return %s, %all }

  // CHECK-LABEL: func @nested
  func @nested(%x: f32) -> (y: f32) {
    // CHECK: %y = for %i = 0 to 2 carry(%a = %x) {
    %y = for %i = 0 to 2 carry(%a = %x) {
      // CHECK: %z = for %j = 5 downto 1 carry(%c = %a) {
      %z = for %j = 5 downto 1 carry(%c = %a) {
        // CHECK: let %c + f32(%i * %j) * %x
        %c1 = let %c + f32(%i * %j) * %x
        yield %c1 }
      yield %z }
    return %y }

  // Rows in and out, bounds that are values and extents, options.
  // CHECK-LABEL: func @rows
  func @rows(%x: f32, %xs: f32[N, 3], %n: i64) -> (y: f32[3], p: f32[7]) {
    %z = let %xs[0]
    // CHECK: %y = for %t = 1 to N carry(%a = %z) over(%r = %xs) {
    %y = for %t = 1 to N carry(%a = %z) over(%r = %xs) {
      %b = let %a + %r
      yield %b }
    // CHECK: %q, %p = for %t = %n downto 1, max_trips = 7, save = all, rows = backward carry(%a = %x) {
    %q, %p = for %t = %n downto 1, max_trips = 7, save = all, rows = backward carry(%a = %x) {
      // CHECK: yield %b stack(%b)
      %b = let %a * 2
      yield %b stack(%b) }
    // CHECK: for %t = 1 to 9, save = every T carry(%a = %x) {
    %e = for %t = 1 to 9, save = every T carry(%a = %x) { yield %a }
    // CHECK: for %t = 0 to %n, max_trips = T {
    %c = for %t = 0 to %n, max_trips = T {
      yield stack(%t) }
    return %y, %p }

  // CHECK-LABEL: func @until
  func @until(%x: f32) -> (y: f32, n: i64) {
    %zero = let i64(0)
    // CHECK: %y, %n = while carry(%a = %x, %k = %zero), max_trips = 50, save = all {
    %y, %n = while carry(%a = %x, %k = %zero), max_trips = 50, save = all {
      // CHECK: condition %more
      %more = let %a > 1
      condition %more
    // CHECK: } do {
    } do {
      // CHECK: let %a / 2
      %b = let %a / 2
      %l = let %k + 1
      yield %b, %l }
    return %y, %n }

  // CHECK-LABEL: func @either
  func @either(%x: f32, %c: i1) -> (y: f32) {
    // CHECK: %y, %z = if %c {
    %y, %z = if %c {
      %a = let %x * 2
      // CHECK: yield %a, %x
      yield %a, %x
    // CHECK: } else {
    } else { yield %x, %x }
    // CHECK: if %c {
    // CHECK-NEXT: set @rng = %s
    // CHECK-NOT: else
    %s = let @rng
    if %c { set @rng = %s }
    return %y }
}
