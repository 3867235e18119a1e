// ResNet-18 for images of 32 x 32 (He et al. 2016). Parameters are called as torchvision's are.
//   leat train examples/networks/resnet18.mlir --data cifar10:DIR --epochs 30 --eval accuracy
leat.model @resnet18 {
  config @Classes = 10
  block @norm(%x: f32[B, C, H, W]) -> (y) {
    param @weight : f32[C] = ones            param @bias : f32[C] = zeros
    state @running_mean : f32[C] = zeros     state @running_var : f32[C] = ones
    %y = let batch_norm(%x, @weight, @bias, mean = @running_mean, variance = @running_var)
    return %y }
  block @conv(%x: f32[B, C, H, W]) config(Co, size = 3, stride = 1, padding = 1) -> (y) {
    param @weight : f32[Co, C, size, size] = kaiming_normal(mode = fan_out)
    %y = let conv(%x, @weight, stride = stride, padding = padding)
    return %y }
  // A block that keeps its shape, and one that halves it and has more channels.
  block @same(%x: f32[B, C, H, W]) config(Co) -> (y) {
    %a = apply @conv as conv1 (%x) {Co = Co}      %b = apply @norm as bn1 (%a)
    %r = let relu(%b)
    %c = apply @conv as conv2 (%r) {Co = Co}      %d = apply @norm as bn2 (%c)
    %y = let relu(%d + %x)
    return %y }
  block @half(%x: f32[B, C, H, W]) config(Co) -> (y) {
    %a = apply @conv as conv1 (%x) {Co = Co, stride = 2}      %b = apply @norm as bn1 (%a)
    %r = let relu(%b)
    %c = apply @conv as conv2 (%r) {Co = Co}                  %d = apply @norm as bn2 (%c)
    %e = apply @conv as downsample.0 (%x) {Co = Co, size = 1, stride = 2, padding = 0}
    %f = apply @norm as downsample.1 (%e)
    %y = let relu(%d + %f)
    return %y }
  func @logits(%image: f32[B, 3, 32, 32]) -> (logits: f32[B, Classes]) {
    %stem = apply @conv as conv1 (%image) {Co = 64}           %n = apply @norm as bn1 (%stem)
    %x = let relu(%n)
    %a = repeat 2 apply @same as layer1 (%x) {Co = 64}
    %b0 = apply @half as layer2.0 (%a) {Co = 128}     %b = apply @same as layer2.1 (%b0) {Co = 128}
    %c0 = apply @half as layer3.0 (%b) {Co = 256}     %c = apply @same as layer3.1 (%c0) {Co = 256}
    %d0 = apply @half as layer4.0 (%c) {Co = 512}     %d = apply @same as layer4.1 (%d0) {Co = 512}
    %p = let mean(%d, axis = [2, 3])
    %y = apply @dense as fc (%p) {O = Classes}
    return %y }
  block @dense(%x: f32[B, I]) config(O) -> (y) {
    param @weight : f32[O, I] = kaiming_uniform     param @bias : f32[O] = zeros
    %y = let linear(%x, @weight, @bias)
    return %y }
  func @loss(%image: f32[B, 3, 32, 32], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, 3, 32, 32], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }
  trainer @fit minimizes @loss wrt(params)
    using sgd(lr = cosine(0.1, warmup = 500), momentum = 0.9, weight_decay = 5e-4) ema(0.999)
}
