// Uses of a sampler on given data.
//
//   inpaint      the rest of samples of which a part is known (mask 1): after each step of DDPM the
//                known part, with noise, replaces what was made; each step `resampling` times.
//                Song et al. (2021), appendix I.2; Lugmayr et al. (2022), RePaint, algorithm 1
//   interpolate  Points samples between the two that DDIM makes of starts a and b
//                Song, Meng & Ermon (2021), appendix D.5
// For a file that includes what samplers.mlir needs.
leat.model @editing {
  include "samplers.mlir"
  include "guidance.mlir"
  config @resampling = 1     config @Points = 9

  func @inpaint(%known: f32[N, D], %mask: f32[N, D]) -> (x: f32[N, D]) {
    %ts, %ss = call @times()
    %x = normal @rng : f32[N, D]
    %end = for %i = 1 to Steps carry(%y = %x) over(%t = %ts, %s = %ss) {
      %ab_t = let @alpha_bar(%t)     %ab_s = let @alpha_bar(%s)
      %w = for %u = 1 to resampling carry(%y0 = %y) {
        // Back to t, but for the first time.
        %z0 = normal @rng : f32[N, D]
        %y1 = let where(%u > 1, @renoised(%y0, %ab_s, %ab_t, %z0), %y0)
        %x0, %eps, %ab = let @predict(%y1, %t)
        %z1 = normal @rng : f32[N, D]
        %made = let @ddpm_step(%y1, %x0, %ab_t, %ab_s, @step_beta_tilde(%ab_t, %ab_s), %z1)
        %z2 = normal @rng : f32[N, D]
        %y2 = let @replaced(%made, @noised(%known, %ab_s, %z2), %mask)
        yield %y2 }
      yield %w }
    return %end }

  func @interpolate(%a: f32[N, D], %b: f32[N, D]) -> (x: f32[Points, N, D]) {
    %us = linspace start = 0, stop = 1, count = Points
    %none = full 0 : f32
    %last, %x = for %i = 1 to Points carry(%before = %none) over(%u = %us) {
      %x, %path = let @ddim_from(@slerp(%a, %b, %u))
      yield %u stack(%x) }
    return %x }
}
