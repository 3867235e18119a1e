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
}
