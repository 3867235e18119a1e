// PET-2.9: how large the margin of CosFace can be.
//
//   0 <= m <= 1 - max_{i <> j} <W_i, W_j> <= K / (K - 1), for weights of length 1
//   in two dimensions: m <= 1 - cos(2 pi / K)
//
// Source: Introduction to Deep Learning Theory, exercise 2.9. The largest cosine between K
// directions is least for a simplex, -1 / (K - 1), which needs K <= D + 1; in the plane for a
// regular polygon.
leat.model @cosface {
  func @main(%Ks: i64[N] = [2, 3, 5, 10]) -> (bound: f64[N], bound_2d: f64[N]) {
    %K = let f64(%Ks)
    %bound = let %K / (%K - 1)
    %plane = let 1 - cos(2 * 3.14159265358979323846 / %K)
    return %bound, %plane }
}
