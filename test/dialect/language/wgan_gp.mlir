// RUN: leat-opt %s -o %t.1 && leat-opt %t.1 -o %t.2 && diff %t.1 %t.2
// RUN: leat-opt -mlir-use-nameloc-as-prefix=false %s -o %t.3 && leat-opt -mlir-print-op-generic %s | leat-opt | diff %t.3 -
// RUN: leat-opt -mlir-use-nameloc-as-prefix %s -o %t.4 && leat-opt -mlir-use-nameloc-as-prefix %t.4 | diff %t.4 -
// RUN: FileCheck %s < %t.4
// leat train wgan_gp.mlir --trainer gan --data checkerboard --steps 5000        (Gulrajani 2017; PET 3.11)
leat.model @wgan_gp {
  config @Z = 8   config @H = 64   config @lambda = 10.0   state @rng = seed
  param @D.l1.weight : f32[H, 2] = xavier_uniform   param @D.l1.bias : f32[H] = zeros
  param @D.l2.weight : f32[1, H] = xavier_uniform   param @D.l2.bias : f32[1] = zeros
  param @G.l1.weight : f32[H, Z] = xavier_uniform   param @G.l1.bias : f32[H] = zeros
  param @G.l2.weight : f32[2, H] = xavier_uniform   param @G.l2.bias : f32[2] = zeros
  func @critic(%s: f32[B, 2]) -> (score: f32[B]) {
    %h = let tanh(linear(%s, @D.l1.weight, @D.l1.bias))
    %d = let squeeze(linear(%h, @D.l2.weight, @D.l2.bias), axis = 1)           return %d }
  func @generator(%z: f32[B, Z]) -> (x: f32[B, 2]) {
    %x = let linear(tanh(linear(%z, @G.l1.weight, @G.l1.bias)), @G.l2.weight, @G.l2.bias)  return %x }
  func @total(%s: f32[B, 2]) -> (sum: f32) { %t = let sum(@critic(%s))         return %t }
  func @critic_loss(%x: f32[B, 2]) -> (loss: f32, wasserstein: f32, penalty: f32) {
    %z = normal @rng : f32[B, Z]         %t = uniform @rng : f32[B, 1]
    %y = let stop_gradient(@generator(%z))
    %s = let %t * %x + (1 - %t) * %y
    %v, %g = grad @total(%s) wrt(s)                                            // value, then dD/ds: differentiated once more by @fit_D
    %norm = let sqrt(sum(%g * %g, axis = 1))
    %gp = let mean((%norm - 1) * (%norm - 1))
    %w = let mean(@critic(%y)) - mean(@critic(%x))
    %l = let %w + @lambda * %gp                                                return %l, %w, %gp }
  func @generator_loss(%x: f32[B, 2]) -> (loss: f32) {
    %z = normal @rng : f32[B, Z]   %l = let -mean(@critic(@generator(%z)))     return %l }
  trainer @fit_D minimizes @critic_loss    wrt(@D.*) using adam(lr = 1e-4, beta1 = 0.0, beta2 = 0.9)
  trainer @fit_G minimizes @generator_loss wrt(@G.*) using adam(lr = 1e-4, beta1 = 0.0, beta2 = 0.9)
  alternate @gan (5 @fit_D, 1 @fit_G) }

// CHECK: config @lambda = 10
// CHECK: %v, %g = grad @total(%s) wrt(s) : f32, f32[B, 2]
// CHECK: %norm = let sqrt(sum(%g * %g, axis = 1)) : f32[B]
// CHECK: %gp = let mean((%norm - 1) * (%norm - 1)) : f32
// CHECK: %l = let -mean(@critic(@generator(%z))) : f32
// CHECK: trainer @fit_D minimizes @critic_loss wrt(@D.*) using adam(beta1 = 0, beta2 = 0.9, lr = 0.0001)
// CHECK: alternate @gan (5 @fit_D, 1 @fit_G)
