// A variational autoencoder of images (Kingma & Welling 2014; Understanding Deep Learning, chapter
// 17): its pixels are Bernoulli variables.
//   ELBO = E_q log p(x | z) - KL(q(z | x) || N(0, I)),   q(z | x) = N(mu(x), exp(logvar(x)))
//   leat train examples/networks/vae.mlir --data fashion-mnist --epochs 10 --save vae.safetensors
//   leat eval examples/networks/vae.mlir --entry elbo --data fashion-mnist:test
//     --state vae.safetensors
//   leat sample examples/networks/vae.mlir --state vae.safetensors --count 64 --png clothes.png
leat.model @vae {
  include "layers.mlir"
  config @H = 400   config @Z = 20
  state @rng = seed

  func @encode(%x: f32[B, 784]) -> (mu: f32[B, Z], logvar: f32[B, Z]) {
    %a = apply @dense as encoder.hidden (%x) {O = H}        %h = relu %a
    %mu = apply @dense as encoder.mu (%h) {O = Z}
    %logvar = apply @dense as encoder.logvar (%h) {O = Z}
    return %mu, %logvar }
  func @decode(%z: f32[B, Z]) -> (logits: f32[B, 784]) {
    %a = apply @dense as decoder.hidden (%z) {O = H}        %h = relu %a
    %logits = apply @dense as decoder.pixels (%h) {O = 784}
    return %logits }

  // Of each image, with one draw of z.
  func @terms(%image: f32[B, 784]) -> (log_likelihood: f32[B], kl: f32[B]) {
    %mu, %logvar = call @encode(%image)
    %eps = normal @rng : f32[B, Z]
    %logits = let @decode(%mu + exp(%logvar / 2) * %eps)
    %log_likelihood = let -sum(bce_with_logits(%logits, %image, reduction = none), axis = 1)
    %kl = let sum(kl_normal(%mu, %logvar, reduction = none), axis = 1)
    return %log_likelihood, %kl }
  func @loss(%image: f32[B, 784]) -> (loss: f32, reconstruction: f32, kl: f32) {
    %log_likelihood, %kl = call @terms(%image)
    %reconstruction = let -mean(%log_likelihood)
    %divergence = mean %kl
    %loss = let %reconstruction + %divergence
    return %loss, %reconstruction, %divergence }
  func @elbo(%image: f32[B, 784]) -> (elbo: f32) {
    %log_likelihood, %kl = call @terms(%image)
    %elbo = let mean(%log_likelihood - %kl)
    return %elbo }
  trainer @fit minimizes @loss wrt(params) using adam(lr = 1e-3)

  // Images by the prior: the probability of each pixel.
  func @sample() -> (image: f32[N, 1, 28, 28]) {
    %z = normal @rng : f32[N, Z]
    %image = let reshape(sigmoid(@decode(%z)), shape = [N, 1, 28, 28])
    return %image }
}
