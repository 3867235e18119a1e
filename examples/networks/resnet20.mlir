// ResNet-20 for small images (He et al. 2016, Deep residual learning, section 4.2): a convolution,
// three stages of three blocks, the mean over the image, a linear layer. Shortcuts have no
// parameters: where a block halves the image, its shortcut takes every other pixel and adds
// channels of zeros (option A). 269,722 parameters for three channels and ten classes.
//
//   leat train examples/networks/resnet20.mlir --set Channels=1 --data fashion-mnist --batch 128
//     --epochs 30 --eval accuracy --save resnet20.safetensors
//   leat train examples/networks/resnet20.mlir --data cifar10:DIR --epochs 160 --eval accuracy
leat.model @resnet20 {
  include "layers.mlir"
  config @Channels = 3   config @Classes = 10   config @C1 = 16
  config @C2 = 2 * C1    config @C3 = 4 * C1
  state @rng = seed
  // A block that keeps its shape, and one that halves it and has twice the channels.
  block @same(%x: f32[B, C, H, W]) -> (y) {
    %a = apply @conv_plain as conv1 (%x) {O = C}      %b = apply @batch_norm as bn1 (%a)
    %r = let relu(%b)
    %c = apply @conv_plain as conv2 (%r) {O = C}      %d = apply @batch_norm as bn2 (%c)
    %y = let relu(%d + %x)
    return %y }
  block @half(%x: f32[B, C, H, W]) config(O) -> (y) {
    %a = apply @conv_plain as conv1 (%x) {O = O, stride = 2}      %b = apply @batch_norm as bn1 (%a)
    %r = let relu(%b)
    %c = apply @conv_plain as conv2 (%r) {O = O}                  %d = apply @batch_norm as bn2 (%c)
    %e = let slice(slice(%x, axis = 2, step = 2), axis = 3, step = 2)
    %y = let relu(%d + concat(%e, 0 * %e, axis = 1))
    return %y }
  func @features(%image: f32[B, Channels, H, W]) -> (features: f32[B, C3]) {
    %z = apply @conv_plain as conv1 (%image) {O = C1}             %n = apply @batch_norm as bn1 (%z)
    %x = let relu(%n)
    %a = repeat 3 apply @same as layer1 (%x)
    %b0 = apply @half as layer2.0 (%a) {O = C2}       %b1 = apply @same as layer2.1 (%b0)
    %b2 = apply @same as layer2.2 (%b1)
    %c0 = apply @half as layer3.0 (%b2) {O = C3}      %c1 = apply @same as layer3.1 (%c0)
    %c2 = apply @same as layer3.2 (%c1)
    %y = let mean(%c2, axis = [2, 3])
    return %y }
  func @logits(%image: f32[B, Channels, H, W]) -> (logits: f32[B, Classes]) {
    %p = let @features(%image)
    %y = apply @dense as fc (%p) {O = Classes}
    return %y }
  func @loss(%image: f32[B, Channels, H, W], %label: i32[B]) -> (loss: f32) {
    %l = let cross_entropy(@logits(%image), %label)
    return %l }
  func @accuracy(%image: f32[B, Channels, H, W], %label: i32[B]) -> (accuracy: f32) {
    %a = let mean(f32(argmax(@logits(%image), axis = 1) == %label))
    return %a }

  // What training sees of an image: as it is or mirrored, with four pixels of zeros around it, and
  // of that a window of the image's size.
  func @jittered(%image: f32[C, H, W]) -> (image: f32[C, H, W]) {
    %mirror = bernoulli @rng (0.5) : i1
    %top = randint @rng (0, 8) : i64               %left = randint @rng (0, 8) : i64
    %m = let where(%mirror, flip(%image, axis = 2), %image)
    %p = pad %m, low = [0, 4, 4], high = [0, 4, 4]
    %i = iota shape = [H], dtype = i64             %j = iota shape = [W], dtype = i64
    %rows = let transpose(%p, axes = [1, 2, 0])[%top + %i]
    %window = let transpose(%rows, axes = [1, 0, 2])[%left + %j]
    %y = transpose %window, axes = [2, 1, 0]
    return %y }
  func @augmented(%image: f32[B, C, H, W]) -> (image: f32[B, C, H, W]) {
    %y = vmap @jittered(%image) in_axes(0)
    return %y }
  func @training_loss(%image: f32[B, Channels, H, W], %label: i32[B]) -> (loss: f32) {
    %l = let @loss(@augmented(%image), %label)
    return %l }
  trainer @fit minimizes @training_loss wrt(params)
    using nesterov(lr = cosine(0.1, warmup = 400), momentum = 0.9, weight_decay = 5e-4)
}
