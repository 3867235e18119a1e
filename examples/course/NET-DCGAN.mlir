// NET-DCGAN: a convolutional generator and discriminator.
//
//   G: z -> linear, 2 x 2 -> batch norm, ReLU -> transposed convolution, 4 x 4 -> batch norm, ReLU
//      -> transposed convolution, 8 x 8 -> tanh
//   D: convolution, 4 x 4 -> leaky ReLU -> convolution, 2 x 2 -> leaky ReLU -> linear, a logit
//   L_G = mean softplus(-D(G(z)))
//
// Source: Radford, Metz and Chintala, Unsupervised Representation Learning with Deep Convolutional
// Generative Adversarial Networks, 2016. Kernels are 4 x 4, of stride 2 and padding 1; there are no
// biases. Batch norm uses the statistics of the batch, without a scale or shift of its own.
// Results: the length of all images as one vector, the first row of the first one, the logits, the
// loss, and the lengths of the gradients of L_G by Wl, T1, T2, C1, C2 and Wd.
leat.model @dcgan {
  func @G(%z: f64[N, Z], %Wl: f64[L, Z], %T1: f64[C, K, 4, 4], %T2: f64[K, I, 4, 4])
      -> (image: f64[N, I, 8, 8]) {
    %h0 = let reshape(linear(%z, %Wl), shape = [N, C, 2, 2])
    %a0 = let relu(standardize(%h0, axis = [0, 2, 3], eps = 1e-5))
    %h1 = let conv_transpose(%a0, %T1, stride = 2, padding = 1)
    %a1 = let relu(standardize(%h1, axis = [0, 2, 3], eps = 1e-5))
    %image = let tanh(conv_transpose(%a1, %T2, stride = 2, padding = 1))
    return %image }
  func @D(%image: f64[N, I, 8, 8], %C1: f64[K, I, 4, 4], %C2: f64[C, K, 4, 4], %Wd: f64[1, L])
      -> (logit: f64[N]) {
    %h1 = let leaky_relu(conv(%image, %C1, stride = 2, padding = 1), slope = 0.2)
    %h2 = let leaky_relu(conv(%h1, %C2, stride = 2, padding = 1), slope = 0.2)
    %logit = let linear(reshape(%h2, shape = [N, L]), %Wd)
    %d = reshape %logit, shape = [N]
    return %d }
  func @L_G(%z: f64[N, Z], %Wl: f64[L, Z], %T1: f64[C, K, 4, 4], %T2: f64[K, I, 4, 4],
            %C1: f64[P, I, 4, 4], %C2: f64[Q, P, 4, 4], %Wd: f64[1, M])
      -> (L_G: f64, D: f64[N], image: f64[N, I, 8, 8]) {
    %image = call @G(%z, %Wl, %T1, %T2)
    %D = call @D(%image, %C1, %C2, %Wd)
    %L = let mean(softplus(-%D))
    return %L, %D, %image }
  func @main(%Wl: f64[L, Z], %T1: f64[C, K, 4, 4], %T2: f64[K, I, 4, 4], %C1: f64[P, I, 4, 4],
             %C2: f64[Q, P, 4, 4], %Wd: f64[1, M], %z: f64[N, Z])
      -> (image_norm: f64, image_0_row0: f64[8], D: f64[N], L_G: f64, grad_norms: f64[6]) {
    %L, %D, %image, %dWl, %dT1, %dT2, %dC1, %dC2, %dWd =
        grad @L_G(%z, %Wl, %T1, %T2, %C1, %C2, %Wd) wrt(Wl, T1, T2, C1, C2, Wd)
    %norm = vector_norm %image
    %rows = let reshape(%image, shape = [-1, 8])
    %row = let %rows[0]
    %norms = let stack(vector_norm(%dWl), vector_norm(%dT1), vector_norm(%dT2),
                       vector_norm(%dC1), vector_norm(%dC2), vector_norm(%dWd))
    return %norm, %row, %D, %L, %norms }
}
