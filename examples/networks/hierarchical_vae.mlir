// A variational autoencoder of two levels: z1 tells the image, z2 tells z1 (Rezende, Mohamed &
// Wierstra 2014; Luo, Understanding Diffusion Models, 2022; Introduction to Deep Learning Theory,
// exercise 6.17). Both ways it is a Markov chain:
//   p(x, z1, z2) = p(x | z1) p(z1 | z2) N(z2; 0, I),   q(z1, z2 | x) = q(z1 | x) q(z2 | z1)
//   ELBO = E_q[log p(x | z1) + log p(z1 | z2) - log q(z1 | x) - KL(q(z2 | z1) || N(0, I))]
//   leat train examples/networks/hierarchical_vae.mlir --data fashion-mnist --epochs 10
//     --save vae.safetensors
//   leat eval examples/networks/hierarchical_vae.mlir --entry elbo --data fashion-mnist:test
//     --state vae.safetensors
leat.model @hierarchical_vae {
  include "layers.mlir"
  config @H = 400   config @Z1 = 32   config @Z2 = 8
  state @rng = seed

  // A normal distribution, by mean and logarithm of the variance, which is 1 at first.
  block @gaussian(%x: f32[B, I]) config(H, O) -> (mu, logvar) {
    param @logvar.weight : f32[O, H] = zeros     param @logvar.bias : f32[O] = zeros
    %a = apply @dense as hidden (%x) {O = H}     %h = relu %a
    %mu = apply @dense as mu (%h) {O = O}
    %logvar = let linear(%h, @logvar.weight, @logvar.bias)
    return %mu, %logvar }
  func @log_normal(%z: f32[B, Z], %mu: f32[B, Z], %logvar: f32[B, Z]) -> (log_density: f32[B]) {
    %v = exp %logvar
    %l = let -sum(gaussian_nll_loss(%mu, %z, %v, full = true, reduction = none), axis = 1)
    return %l }
  func @decode(%z1: f32[B, Z1]) -> (logits: f32[B, 784]) {
    %a = apply @dense as p0.hidden (%z1) {O = H}            %h = relu %a
    %logits = apply @dense as p0.pixels (%h) {O = 784}
    return %logits }
  func @prior(%z2: f32[B, Z2]) -> (mu: f32[B, Z1], logvar: f32[B, Z1]) {
    %mu, %logvar = apply @gaussian as p1 (%z2) {H = 64, O = Z1}
    return %mu, %logvar }

  // Of each image, with one draw of z1 and z2.
  func @terms(%image: f32[B, 784]) -> (log_likelihood: f32[B], kl1: f32[B], kl2: f32[B]) {
    %mu1, %logvar1 = apply @gaussian as q1 (%image) {H = H, O = Z1}
    %eps1 = normal @rng : f32[B, Z1]
    %z1 = let %mu1 + exp(%logvar1 / 2) * %eps1
    %mu2, %logvar2 = apply @gaussian as q2 (%z1) {H = 64, O = Z2}
    %eps2 = normal @rng : f32[B, Z2]
    %z2 = let %mu2 + exp(%logvar2 / 2) * %eps2
    %mup, %logvarp = call @prior(%z2)
    %log_likelihood = let -sum(bce_with_logits(@decode(%z1), %image, reduction = none), axis = 1)
    %kl1 = let @log_normal(%z1, %mu1, %logvar1) - @log_normal(%z1, %mup, %logvarp)
    %kl2 = let sum(kl_normal(%mu2, %logvar2, reduction = none), axis = 1)
    return %log_likelihood, %kl1, %kl2 }
  func @loss(%image: f32[B, 784]) -> (loss: f32, reconstruction: f32, kl1: f32, kl2: f32) {
    %log_likelihood, %kl1, %kl2 = call @terms(%image)
    %reconstruction = let -mean(%log_likelihood)
    %first = mean %kl1                           %second = mean %kl2
    %loss = let %reconstruction + %first + %second
    return %loss, %reconstruction, %first, %second }
  func @elbo(%image: f32[B, 784]) -> (elbo: f32) {
    %log_likelihood, %kl1, %kl2 = call @terms(%image)
    %elbo = let mean(%log_likelihood - %kl1 - %kl2)
    return %elbo }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-3)

  // Images by the prior, from the top down: the probability of each pixel.
  func @sample() -> (image: f32[N, 1, 28, 28]) {
    %z2 = normal @rng : f32[N, Z2]
    %mu, %logvar = call @prior(%z2)
    %eps = normal @rng : f32[N, Z1]
    %image = let reshape(sigmoid(@decode(%mu + exp(%logvar / 2) * %eps)), shape = [N, 1, 28, 28])
    return %image }
}
