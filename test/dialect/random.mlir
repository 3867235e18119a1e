// RUN: leat-opt %s | leat-opt | FileCheck %s
// RUN: leat-opt -mlir-print-op-generic %s | leat-opt | FileCheck %s

leat.model @random {
  config @T = 1000
  state @rng = seed

  // CHECK-LABEL: func @draws
  func @draws(%x: f32[B, 2]) -> (a: f32[B, 2], b: f32[B, 2], c: i64[B], d: f32[B, 2], e: f64, s: f32[B]) {
    // CHECK: normal @rng : f32[B, 2]
    %a = normal @rng : f32[B, 2]
    // CHECK: uniform @rng (-1, 1) : f32[B, 2]
    %b = uniform @rng (-1.0, 1.0) : f32[B, 2]
    // CHECK: randint @rng (1, T) : i64[B]
    %c = randint @rng (1, T) : i64[B]
    // CHECK: bernoulli @rng (0.1) : f32[B, 2]
    %d = bernoulli @rng (0.1) : f32[B, 2]
    // One parameter given: the others keep their defaults.
    // CHECK: normal @rng (3, 1) : f64
    %e = normal @rng (3) : f64
    // CHECK: rademacher @rng : f32[B]
    %s = rademacher @rng : f32[B]
    return %a, %b, %c, %d, %e, %s }

  // CHECK-LABEL: func @pure
  func @pure(%k: i64[2]) -> (a: f32[4], b: i32[4, 2, 2], c: i64[2]) {
    // CHECK: normal key(%{{.*}}) (0, 2) : f32[4]
    %a = normal key(%k) (0, 2) : f32[4]
    // CHECK: random_bits %{{.*}}, shape = [4, 2], words = 2 : i32[4, 2, 2]
    %b = random_bits %k, shape = [4, 2], words = 2
    // CHECK: advance %{{.*}} : i64[2]
    %c = advance %k
    return %a, %b, %c }
}
