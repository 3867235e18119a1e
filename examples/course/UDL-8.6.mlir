// UDL-8.6: two Gaussian vectors of 1000 dimensions are nearly orthogonal.
//
//   cos = u.v / (|u| |v|), u and v normal:   cos^2 ~ Beta(1/2, (D - 1) / 2)
//   E cos^2 = 1 / D,   std cos = 1 / sqrt(D)
//   P(|angle - 90 deg| > 5 deg) = P(cos^2 > sin^2(5 deg)) = I_{cos^2(5 deg)}((D - 1) / 2, 1 / 2)
//
// Source: Understanding Deep Learning, problem 8.6. I is the regularised incomplete beta function.
// The estimates are from 2000 pairs for each D.
leat.model @angles {
  state @rng = seed
  func @cosines(%D: i64) -> (cos: f64[2000]) {
    %zero = full 0 : f64[2000]
    %uv, %uu, %vv = for %t = 1 to %D carry(%uv = %zero, %uu = %zero, %vv = %zero) {
      %u = normal @rng : f64[2000]                // the t-th coordinate of all vectors
      %v = normal @rng : f64[2000]
      %uv1 = let %uv + %u * %v
      %uu1 = let %uu + %u ** 2
      %vv1 = let %vv + %v ** 2
      yield %uv1, %uu1, %vv1 }
    %cos = let %uv / sqrt(%uu * %vv)
    return %cos }
  func @main(%Ds: i64[K] = [10, 100, 1000])
      -> (E_cos2: f64[K], std_cos: f64[K], P_angle_off_by_5deg: f64[K],
          E_cos2_mc: f64[K], std_cos_mc: f64[K], P_angle_off_by_5deg_mc: f64[K]) {
    %D = let f64(%Ds)
    %E = let 1 / %D
    %std = let 1 / sqrt(%D)
    %five = full 0.08726646259971647884 : f64     // pi / 36, 5 degrees
    %P = let where(%D == 1, 1, betainc((%D - 1) / 2, 0.5, cos(%five) ** 2))
    %E_mc, %P_mc = for %t = 1 to K over(%d = %Ds) {
      %cos = let @cosines(%d)
      %square = let mean(%cos ** 2)
      %off = let mean(f64(abs(%cos) > sin(%five)))
      yield stack(%square, %off) }
    %std_mc = let sqrt(%E_mc)
    return %E, %std, %P, %E_mc, %std_mc, %P_mc }
}
