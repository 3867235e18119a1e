// UDL-16.1: the density of the square of a uniform variable.
//
//   x = f(z) = z^2, z uniform on [0, 1]:   Pr(x) = |dz/dx| = 1 / (2 sqrt x),   Pr(X <= x) = sqrt x
//
// Source: Understanding Deep Learning, problem 16.1. The slope of the inverse is its derivative, as
// the compiler finds it. cdf_mc is the share of draws that are at most x.
leat.model @squared_uniform {
  config @n = 100000 // draws
  state @rng = seed
  func @inverse(%x: f64[N]) -> (z: f64[N]) {
    %z = sqrt %x
    return %z }
  func @main(%xs: f64[N]) -> (pdf: f64[N], cdf: f64[N], cdf_mc: f64[N]) {
    %one = full 1 : f64[N]
    %z, %slope = jvp @inverse(%xs) tangent(%one)
    %inside = let logical_and(%xs > 0, %xs <= 1)
    %pdf = let where(%inside, abs(%slope), 0)
    %cdf = let @inverse(clip(%xs, lo = 0, hi = 1))
    %u = uniform @rng : f64[n, 1]
    %share = let mean(f64(%u ** 2 <= %xs), axis = 0)
    return %pdf, %cdf, %share }
}
