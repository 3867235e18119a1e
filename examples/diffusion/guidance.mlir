// What steers a sampler, as functions of numbers only; a model calls them in its @noise.
leat.model @guidance {
  // Without a classifier: (1 + w) eps(x, t, c) - w eps(x, t). w = 0 is the model of class c alone.
  //                                                          Ho & Salimans (2021), eq. 6
  func @classifier_free(%conditional: f32[N, D], %unconditional: f32[N, D], %w: f32)
      -> (eps: f32[N, D]) {
    %eps = let (1 + %w) * %conditional - %w * %unconditional
    return %eps }
  // By a classifier of noisy data, whose gradient by x of log p(c | x, t) is given: of the noise,
  // for any sampler, or of the result of DDPM's step, for that one.
  //                                            Dhariwal & Nichol (2021), algorithms 2 and 1
  func @classifier_guided(%eps: f32[N, D], %gradient: f32[N, D], %ab: f32, %w: f32)
      -> (eps: f32[N, D]) {
    %guided = let %eps - %w * sqrt(1 - %ab) * %gradient
    return %guided }
  func @classifier_shifted(%x: f32[N, D], %gradient: f32[N, D], %variance: f32, %w: f32)
      -> (x: f32[N, D]) {
    %y = let %x + %w * %variance * %gradient
    return %y }

  // Draws of q(x_t | x_0), and of q(x_t | x_s), which goes back to more noise.
  func @noised(%x0: f32[N, D], %ab: f32, %z: f32[N, D]) -> (x: f32[N, D]) {
    %x = let sqrt(%ab) * %x0 + sqrt(1 - %ab) * %z
    return %x }
  func @renoised(%x: f32[N, D], %ab_s: f32, %ab_t: f32, %z: f32[N, D]) -> (x: f32[N, D]) {
    %a = let %ab_t / %ab_s
    %y = let sqrt(%a) * %x + sqrt(1 - %a) * %z
    return %y }
  // What is known, where the mask is 1, in the place of what was made.
  //                                                          Lugmayr et al. (2022), eq. 8
  func @replaced(%x: f32[N, D], %known: f32[N, D], %mask: f32[N, D]) -> (x: f32[N, D]) {
    %y = let %mask * %known + (1 - %mask) * %x
    return %y }

  // From a to b along the sphere, u from 0 to 1: what lies between two draws of N(0, I) of many
  // dimensions has their length. Where they point the same way, or opposite ways, the straight
  // line.         Shoemake (1985); Song, Meng & Ermon (2021), appendix D.5
  func @slerp(%a: f32[N, D], %b: f32[N, D], %u: f32) -> (x: f32[N, D]) {
    %lengths = let vector_norm(%a, axis = 1, keepdims = true)
                   * vector_norm(%b, axis = 1, keepdims = true)
    %cosine = let sum(%a * %b, axis = 1, keepdims = true) / %lengths
    %angle = let acos(clip(%cosine, lo = -1, hi = 1))     %sine = let sin(%angle)
    %arc = let (sin((1 - %u) * %angle) * %a + sin(%u * %angle) * %b) / %sine
    %x = let where(%sine > 1e-3, %arc, (1 - %u) * %a + %u * %b)
    return %x }
}
