// States that follow each other and are updated alike are one tensor.
// RUN: leat-opt %s --split-input-file --leat-merge-updates | FileCheck %s
// RUN: leat-opt %s --split-input-file --leat-merge-updates --leat-form-kernels | FileCheck %s --check-prefix=KERNEL

// A gap of zeros stands behind @b, whose 6 elements do not fill 64 bytes.
// CHECK-LABEL: func @step(
// CHECK-SAME: %lr: f32
// CHECK-SAME: %[[P:w_to_b]]: f32[48] {leat.state = [@w, @b]}
// CHECK-SAME: -> (w_to_b: f32[48] {leat.state = [@w, @b]})
// CHECK: %[[W:.*]] = unpack %[[P]] at 0 : (tensor<48xf32>) -> tensor<4x8xf32>
// CHECK: %[[GW:.*]] = matmul
// CHECK: %[[GAP:.*]] = number 0 : f32[10]
// CHECK: %[[G:.*]] = pack %[[GW]], %{{.*}}, %[[GAP]]
// CHECK: %[[D:.*]] = mul %lr, %[[G]] : f32[48]
// CHECK: %[[NEW:.*]] = sub %[[P]], %[[D]] : f32[48]
// CHECK: return %[[NEW]]

// The matmul writes its part of the packed gradient; one kernel updates.
// KERNEL-LABEL: func.func @step
// KERNEL: %[[ALL:.*]] = tensor.empty() : tensor<48xf32>
// KERNEL: %[[PART:.*]] = tensor.extract_slice %[[ALL]][0] [32] [1]
// KERNEL: %[[GW:.*]] = leat.launch {{.*}} outs(%[[PART]] : tensor<32xf32>) {label = "step.00.matmul", work = {{.*}}}
// KERNEL: tensor.insert_slice %[[GW]] into %[[ALL]][0] [32] [1]
// KERNEL: label = "step.03.mul_sub", 
// KERNEL-NOT: leat.launch
// KERNEL: return
leat.model @m {
  param @w : f32[4, 8] = zeros
  param @b : f32[6] = zeros
  func @step(%lr: f32, %y: f32[8, 8], %z: f32[2, 6],
             %w: f32[4, 8] {leat.state = @w}, %b: f32[6] {leat.state = @b})
      -> (w: f32[4, 8] {leat.state = @w}, b: f32[6] {leat.state = @b}) {
    %gw = matmul %w, %y
    %gb = sum %z, axis = 0
    %dw = mul %lr, %gw
    %w1 = sub %w, %dw
    %db = mul %lr, %gb
    %b1 = sub %b, %db
    return %w1, %b1 }
}

// -----
// What is updated by another number, or between whose places in the slab
// another state stands, is left alone.
// CHECK: leat.model @apart
// CHECK-NOT: pack
leat.model @apart {
  param @a : f32[16] = zeros
  param @b : f32[16] = zeros
  param @c : f64[16] = zeros
  param @d : f32[16] = zeros
  func @step(%g: f32[16],
             %a: f32[16] {leat.state = @a}, %b: f32[16] {leat.state = @b}, %d: f32[16] {leat.state = @d})
      -> (a: f32[16] {leat.state = @a}, b: f32[16] {leat.state = @b}, d: f32[16] {leat.state = @d}) {
    %half = number 0.5 : f32
    %third = number 0.25 : f32
    %ga = mul %half, %g
    %gb = mul %third, %g
    %a1 = sub %a, %ga
    %b1 = sub %b, %gb
    %d1 = sub %d, %gb
    return %a1, %b1, %d1 }
}
