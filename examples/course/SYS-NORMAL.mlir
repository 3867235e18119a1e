// SYS-NORMAL: normal numbers from uniform ones, and moments of the library's.
//
//   Box-Muller: r cos(2 pi u2) and r sin(2 pi u2), r = sqrt(-2 log u1), are independent N(0, 1)
//   moments of N(0, 1): 0, 1, 0, 3;   P(|z| < 1, 2, 3) = erf(1, 2, 3 / sqrt 2)
//
// Source: Box & Muller 1958.
leat.model @normal_numbers {
  config @n = 1000000
  state @rng = seed
  func @main(%u1: f64[K], %u2: f64[K])
      -> (box_muller_cos: f64[K], box_muller_sin: f64[K], moments_1_to_4_mc: f64[4],
          P_within_1_2_3_mc: f64[3]) {
    %r = let sqrt(-2 * log(%u1))
    %angle = let 6.283185307179586 * %u2
    %cos = let %r * cos(%angle)
    %sin = let %r * sin(%angle)

    %z = normal @rng : f64[n]
    %m1 = let mean(%z)          %m2 = let mean(%z ** 2)
    %m3 = let mean(%z ** 3)     %m4 = let mean(%z ** 4)
    %moments = stack %m1, %m2, %m3, %m4
    %p1 = let mean(f64(abs(%z) < 1))
    %p2 = let mean(f64(abs(%z) < 2))
    %p3 = let mean(f64(abs(%z) < 3))
    %within = stack %p1, %p2, %p3
    return %cos, %sin, %moments, %within }
}
