// The density of data under a diffusion model, by the probability flow ODE, dx / dt = f(x, t).
//
//   log p(x_0) = log N(x_T; 0, I) + (integral over t of div f(x_t, t))
//   div f = E v^T (df / dx) v,   v of independent elements of mean 0 and variance 1
//   bits per dimension = -log p / (D log 2)
//
// The ODE goes from t_min to t_max by the classical Runge-Kutta method in Steps steps. v, of signs
// or normal, stays the same all the way, and the mean is over Probes of them. Pixels of 256 levels
// that were scaled to [-1, 1] have 7 bits more.
// Sources: Song et al. (2021), eqs. 39 and 40; Hutchinson (1990); Grathwohl et al. (2019).
// For a file that includes what samplers.mlir needs.
leat.model @likelihood {
  include "samplers.mlir"
  config @Probes = 1     config @normal_probes = false

  func @along(%x: f32[N, D], %t: f32, %v: f32[N, D]) -> (slope: f32[N, D], divergence: f32[N]) {
    %f, %Jv = jvp @flow(%x, %t) tangent(%v) wrt(x)
    %d = let sum(%v * %Jv, axis = 1)
    return %f, %d }
  func @slope_and_divergence(%x: f32[N, D], %t: f32, %v: f32[Probes, N, D])
      -> (slope: f32[N, D], divergence: f32[N]) {
    %f, %ds = vmap @along(%x, %t, %v) in_axes(none, none, 0) out_axes(none, 0)
    %d = mean %ds, axis = 0
    return %f, %d }

  func @log_likelihood(%x: f32[N, D]) -> (log_p: f32[N]) {
    %signs = rademacher @rng : f32[Probes, N, D]
    %normals = normal @rng : f32[Probes, N, D]
    %v = let where(normal_probes, %normals, %signs)
    %zero = full 0 : f32[N]
    %h = let (t_max - t_min) / Steps : f32
    %xT, %integral = for %i = 1 to Steps carry(%y = %x, %l = %zero) {
      %t = let t_min + %h * f32(%i - 1)
      %f1, %d1 = let @slope_and_divergence(%y, %t, %v)
      %f2, %d2 = let @slope_and_divergence(%y + %h / 2 * %f1, %t + %h / 2, %v)
      %f3, %d3 = let @slope_and_divergence(%y + %h / 2 * %f2, %t + %h / 2, %v)
      %f4, %d4 = let @slope_and_divergence(%y + %h * %f3, %t + %h, %v)
      %y1 = let %y + %h / 6 * (%f1 + 2 * %f2 + 2 * %f3 + %f4)
      %l1 = let %l + %h / 6 * (%d1 + 2 * %d2 + 2 * %d3 + %d4)
      yield %y1, %l1 }
    %log_p = let %integral - sum(%xT ** 2 + log(2 * pi), axis = 1) / 2
    return %log_p }
  func @bits_per_dim(%x: f32[N, D]) -> (bits: f32[N]) {
    %bits = let -@log_likelihood(%x) / (D * log(2))
    return %bits }
}
