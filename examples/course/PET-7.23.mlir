// PET-7.23: the step of DeepFool for a linear classifier.
//
//   f(x) = <w, x> + b;   r = -f(x0) w / ||w||^2,   ||r|| = |f(x0)| / ||w||,   f(x0 + r) = 0
//
// Source: Introduction to Deep Learning Theory, exercise 7.23. r leads from x0 to the hyperplane f
// = 0 along its normal, so that there is no shorter one.
leat.model @deepfool_step {
  func @f(%x: f64[D], %w: f64[D], %b: f64) -> (f: f64) {
    %f = let sum(%w * %x) + %b
    return %f }
  func @main(%w: f64[D], %b: f64, %x0: f64[D]) -> (r: f64[D], norm: f64, f_at_x0_plus_r: f64) {
    %r = let -@f(%x0, %w, %b) * %w / sum(%w ** 2)
    %norm = vector_norm %r
    %there = let @f(%x0 + %r, %w, %b)              // 0, up to rounding
    return %r, %norm, %there }
}
