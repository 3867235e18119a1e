// UDL-8.7: the volume of a ball goes to 0 with the number of its dimensions.
//
//   V = r^D pi^(D/2) / Gamma(D/2 + 1)
//   Stirling: Gamma(x + 1) ~ sqrt(2 pi x) (x / e)^x,   so V -> 0, as (2 pi e r^2 / D)^(D/2) does
//
// Source: Understanding Deep Learning, problem 8.7 (diameter 1: it touches all faces of a cube of
// volume 1). Logarithms to base 10, as V is too small for a number itself.
leat.model @ball {
  config @r = 0.5
  func @main(%Ds: i64[K] = [1, 2, 3, 10, 100, 1000])
      -> (log10_V: f64[K], log10_V_stirling: f64[K]) {
    %D = let f64(%Ds)
    %x = let %D / 2
    %pi = full 3.14159265358979323846 : f64
    %stirling = let %x * log(%x) - %x + log(2 * %pi * %x) / 2
    %cylinder = let %D * log(r) + %x * log(%pi)
    %V = let (%cylinder - lgamma(%x + 1)) / log(10)
    %V_stirling = let (%cylinder - %stirling) / log(10)
    return %V, %V_stirling }
}
