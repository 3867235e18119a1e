// RUN: leat-opt %s -o %t.1 && leat-opt %t.1 -o %t.2 && diff %t.1 %t.2
// RUN: leat-opt -mlir-use-nameloc-as-prefix=false %s -o %t.3 && leat-opt -mlir-print-op-generic %s | leat-opt | diff %t.3 -
// RUN: leat-opt -mlir-use-nameloc-as-prefix %s -o %t.4 && leat-opt -mlir-use-nameloc-as-prefix %t.4 | diff %t.4 -
// RUN: FileCheck %s < %t.4
// leat train ddpm.mlir --data swiss-roll --steps 20000 --save d.safetensors; leat sample ddpm.mlir --state d.safetensors --weights ema --count 512
leat.model @ddpm {
  config @T = 1000   config @H = 128   state @rng = seed
  const @beta = linspace(1e-4, 0.02, T)   const @abar = cumprod(1 - @beta)     // beta_t stands at t-1, t = 1..T
  param @l1.weight : f32[H, 18] = kaiming_normal   param @l1.bias : f32[H] = zeros
  param @l2.weight : f32[H, H] = kaiming_normal    param @l2.bias : f32[H] = zeros
  param @l3.weight : f32[2, H] = zeros             param @l3.bias : f32[2] = zeros
  func @eps(%x: f32[B, 2], %t: i64[B]) -> (eps: f32[B, 2]) {
    %e = let concat(%x, timestep_embedding(%t, dim = 16), axis = 1)
    %h = let silu(linear(silu(linear(%e, @l1.weight, @l1.bias)), @l2.weight, @l2.bias))
    %o = let linear(%h, @l3.weight, @l3.bias)                                  return %o }
  func @loss(%x: f32[B, 2]) -> (loss: f32) {
    %t = randint @rng (1, T) : i64[B]    %eps = normal @rng : f32[B, 2]
    %a = let unsqueeze(@abar[%t - 1], axis = 1)
    %d = let %eps - @eps(sqrt(%a) * %x + sqrt(1 - %a) * %eps, %t)
    %l = let mean(%d * %d)                                                     return %l }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-3) ema(0.999)
  func @sample() -> (x: f32[N, 2], path: f32[T, N, 2]) {                       // N is bound by --count
    %xT = normal @rng : f32[N, 2]
    %x0, %path = for %t = T downto 1 carry(%x = %xT) {                         // @rng is carried for the person
      %z = normal @rng : f32[N, 2]       %tb = full %t : i64[N]      %b = let @beta[%t - 1]
      %mu = let (%x - %b / sqrt(1 - @abar[%t - 1]) * @eps(%x, %tb)) / sqrt(1 - %b)
      %xp = let %mu + where(%t > 1, sqrt(%b), 0) * %z                          yield %xp stack(%xp) }
    return %x0, %path } }

// CHECK: config @T = 1000
// CHECK: const @abar = cumprod(1 - @beta)
// CHECK: %t = randint @rng (1, T) : i64[B]
// CHECK: %a = let unsqueeze(@abar[%t - 1], axis = 1) : f32[B, 1]
// CHECK: %d = let %eps - @eps(sqrt(%a) * %x + sqrt(1 - %a) * %eps, %t) : f32[B, 2]
// CHECK: %x0, %path = for %t = T downto 1 carry(%x = %xT) {
// CHECK: let (%x - %b / sqrt(1 - @abar[%t - 1]) * @eps(%x, %tb)) / sqrt(1 - %b) : f32[N, 2]
// CHECK: let %mu + where(%t > 1, sqrt(%b), 0) * %z : f32[N, 2]
// CHECK: yield %xp stack(%xp)
// CHECK: return %x0, %path
