// RUN: leat-opt %s -leat-expand-trainers -mlir-use-nameloc-as-prefix | FileCheck %s

leat.model @m {
  param @w : f32[4] = ones
  param @b : f32 = zeros
  func @loss(%x: f32[4]) -> (loss: f32, norm: f32) {
    %n = let sum(%x * %x)
    %l = let sum(@w * %x) + @b
    return %l, %n }

  // The function has the loss's arguments and results.
  // CHECK: func @fit(%x: f32[4]) -> (loss: f32, norm: f32) {
  // CHECK: grad @loss(%x) wrt(params) mode(train)
  // CHECK: at %{{.*}}, name = w : f32[4]
  // CHECK: at %{{.*}}, name = b : f32
  // CHECK: set @fit.step = %
  // CHECK: set @w = %
  // CHECK: set @fit.v.w = %
  // CHECK: set @b = %
  // CHECK: set @fit.v.b = %
  // CHECK: return %
  // The number of the step and of the planned steps are states.
  // CHECK: state @fit.step : i64 = zeros
  // CHECK: state @fit.total : i64 = zeros
  // One slot for each parameter.
  // CHECK: state @fit.v.w : f32[4] = zeros
  // CHECK: state @fit.v.b : f32 = zeros
  // CHECK-NOT: trainer
  trainer @fit minimizes @loss wrt(params) using sgd(lr = 0.1)

  // Only what `wrt` names is updated.
  // CHECK: func @fit_b(
  // CHECK-NOT: set @w
  // CHECK: set @b
  // CHECK-NOT: set @w
  // CHECK: return
  trainer @fit_b minimizes @loss wrt(@b) using adam

  // A moving average starts as a copy of its parameter.
  // CHECK: func @averaged(
  // CHECK: sqrt
  // CHECK: minimum
  // CHECK: set @ema.w
  // CHECK: state @ema.w : f32[4] = ones
  trainer @averaged minimizes @loss wrt(@w) using @plain(rate = linear(1.0, warmup = 10)) clip_norm(1.0) ema(0.9)
  optimizer @plain(%w, %g) config(rate = 0.5) {
    %w1 = let %w - rate * %g
    return %w1 }
}
