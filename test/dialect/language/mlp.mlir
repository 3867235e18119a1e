// RUN: leat-opt %s -o %t.1 && leat-opt %t.1 -o %t.2 && diff %t.1 %t.2
// RUN: leat-opt -mlir-use-nameloc-as-prefix=false %s -o %t.3 && leat-opt -mlir-print-op-generic %s | leat-opt | diff %t.3 -
// RUN: leat-opt -mlir-use-nameloc-as-prefix %s -o %t.4 && leat-opt -mlir-use-nameloc-as-prefix %t.4 | diff %t.4 -
// RUN: FileCheck %s < %t.4
// leat train mlp.mlir --data fashion-mnist --epochs 5 --eval accuracy --save mlp.safetensors [--set H=512]
leat.model @mlp {
  config @H = 256                                                              // weights are (out, in), as PyTorch and the catalogue store them
  param @fc1.weight : f32[H, 784] = kaiming_normal   param @fc1.bias : f32[H] = zeros
  param @fc2.weight : f32[10, H] = kaiming_normal    param @fc2.bias : f32[10] = zeros
  func @logits(%image: f32[B, 784]) -> (logits: f32[B, 10]) {
    %h = let relu(linear(%image, @fc1.weight, @fc1.bias))
    %y = let linear(%h, @fc2.weight, @fc2.bias)                                return %y }
  func @loss(%image: f32[B, 784], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)                            return %l }
  func @accuracy(%image: f32[B, 784], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))            return %a }
  trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(1e-3, warmup = 100)) clip_norm(1.0) }

// CHECK: param @fc1.weight : f32[H, 784] = kaiming_normal
// CHECK: func @logits(%image: f32[B, 784]) -> (logits: f32[B, 10]) {
// CHECK-NEXT: %h = let relu(linear(%image, @fc1.weight, @fc1.bias)) : f32[B, H]
// CHECK: %l = let cross_entropy(@logits(%image), %label) : f32
// CHECK: %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label)) : f32
// CHECK: trainer @fit minimizes @loss wrt(params) using adam(lr = cosine(0.001, warmup = 100)) clip_norm(1)
