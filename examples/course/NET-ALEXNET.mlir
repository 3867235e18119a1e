// NET-ALEXNET: AlexNet in a single tower.
//
//   conv 11 x 11, 96, stride 4; pool 3 x 3, stride 2;
//   conv 5 x 5, 256, padding 2; pool 3 x 3, stride 2;
//   conv 3 x 3, 384; conv 3 x 3, 384; conv 3 x 3, 256, all with padding 1; pool 3 x 3, stride 2;
//   linear 4096; linear 4096; linear 1000; ReLU behind each layer but the last one
//   loss = -1/N sum_n log softmax(logits_n)[label_n]
//
// Source: Krizhevsky, Sutskever and Hinton (2012), without the two groups, for images of 227 x 227.
// @main is a thin one with the weights that it is given, and biases of zero; dropout does nothing
// outside of training. The parameters and sizes of the full one are counted:
//   leat check examples/course/NET-ALEXNET.mlir --entry full
leat.model @alexnet {
  func @logits(%x: f64[N, 3, H, W],
               %conv1: f64[C1, 3, 11, 11], %b1: f64[C1], %conv2: f64[C2, C1, 5, 5], %b2: f64[C2],
               %conv3: f64[C3, C2, 3, 3], %b3: f64[C3], %conv4: f64[C4, C3, 3, 3], %b4: f64[C4],
               %conv5: f64[C5, C4, 3, 3], %b5: f64[C5], %fc1: f64[D1, P], %b6: f64[D1],
               %fc2: f64[D2, D1], %b7: f64[D2], %fc3: f64[K, D2], %b8: f64[K])
      -> (logits: f64[N, K]) {
    %h1 = let max_pool(relu(conv(%x, %conv1, %b1, stride = 4)), kernel = 3, stride = 2)
    %h2 = let max_pool(relu(conv(%h1, %conv2, %b2, padding = 2)), kernel = 3, stride = 2)
    %h3 = let relu(conv(%h2, %conv3, %b3, padding = 1))
    %h4 = let relu(conv(%h3, %conv4, %b4, padding = 1))
    %h5 = let max_pool(relu(conv(%h4, %conv5, %b5, padding = 1)), kernel = 3, stride = 2)
    %h6 = let relu(linear(reshape(%h5, shape = [N, P]), %fc1, %b6))
    %h7 = let relu(linear(%h6, %fc2, %b7))
    %logits = linear %h7, %fc3, %b8
    return %logits }
  func @loss(%x: f64[N, 3, H, W], %labels: i64[N],
             %conv1: f64[C1, 3, 11, 11], %conv2: f64[C2, C1, 5, 5], %conv3: f64[C3, C2, 3, 3],
             %conv4: f64[C4, C3, 3, 3], %conv5: f64[C5, C4, 3, 3],
             %fc1: f64[D1, P], %fc2: f64[D2, D1], %fc3: f64[K, D2])
      -> (loss: f64, logits: f64[N, K]) {
    %b1 = full 0 : f64[C1]     %b2 = full 0 : f64[C2]     %b3 = full 0 : f64[C3]
    %b4 = full 0 : f64[C4]     %b5 = full 0 : f64[C5]
    %b6 = full 0 : f64[D1]     %b7 = full 0 : f64[D2]     %b8 = full 0 : f64[K]
    %logits = let @logits(%x, %conv1, %b1, %conv2, %b2, %conv3, %b3, %conv4, %b4, %conv5, %b5,
                          %fc1, %b6, %fc2, %b7, %fc3, %b8)
    %loss = cross_entropy %logits, %labels
    return %loss, %logits }
  func @main(%images: f64[N, 3, H, W], %labels: i64[N],
             %conv1: f64[C1, 3, 11, 11], %conv2: f64[C2, C1, 5, 5], %conv3: f64[C3, C2, 3, 3],
             %conv4: f64[C4, C3, 3, 3], %conv5: f64[C5, C4, 3, 3],
             %fc1: f64[D1, P], %fc2: f64[D2, D1], %fc3: f64[K, D2])
      -> (thin_logits: f64[N, K], thin_loss: f64, thin_grad_norms: f64[8]) {
    %loss, %logits, %g1, %g2, %g3, %g4, %g5, %g6, %g7, %g8
        = grad @loss(%images, %labels, %conv1, %conv2, %conv3, %conv4, %conv5, %fc1, %fc2, %fc3)
          wrt(conv1, conv2, conv3, conv4, conv5, fc1, fc2, fc3)
    %norms = let stack(vector_norm(%g1), vector_norm(%g2), vector_norm(%g3), vector_norm(%g4),
                       vector_norm(%g5), vector_norm(%g6), vector_norm(%g7), vector_norm(%g8))
    return %logits, %loss, %norms }

  // The full network. Its parameters start at zero, as it is here to be counted, not to be trained.
  param @conv1.weight : f64[96, 3, 11, 11] = zeros      param @conv1.bias : f64[96] = zeros
  param @conv2.weight : f64[256, 96, 5, 5] = zeros      param @conv2.bias : f64[256] = zeros
  param @conv3.weight : f64[384, 256, 3, 3] = zeros     param @conv3.bias : f64[384] = zeros
  param @conv4.weight : f64[384, 384, 3, 3] = zeros     param @conv4.bias : f64[384] = zeros
  param @conv5.weight : f64[256, 384, 3, 3] = zeros     param @conv5.bias : f64[256] = zeros
  param @fc1.weight : f64[4096, 9216] = zeros           param @fc1.bias : f64[4096] = zeros
  param @fc2.weight : f64[4096, 4096] = zeros           param @fc2.bias : f64[4096] = zeros
  param @fc3.weight : f64[1000, 4096] = zeros           param @fc3.bias : f64[1000] = zeros
  func @full(%images: f64[N, 3, 227, 227]) -> (logits: f64[N, 1000]) {
    %logits = let @logits(%images, @conv1.weight, @conv1.bias, @conv2.weight, @conv2.bias,
                          @conv3.weight, @conv3.bias, @conv4.weight, @conv4.bias,
                          @conv5.weight, @conv5.bias, @fc1.weight, @fc1.bias,
                          @fc2.weight, @fc2.bias, @fc3.weight, @fc3.bias)
    return %logits }
}
