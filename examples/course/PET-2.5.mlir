// PET-2.5: longer features make a softmax surer of itself.
//
//   p(s) = softmax(s W h),   max p(s) grows with s >= 0, unless all logits are equal
//   d max p / ds = p_max (z_max - sum_i p_i z_i) >= 0,   z = W h
//
// Source: Introduction to Deep Learning Theory, exercise 2.5. Without a bias the loss of examples
// that are classified correctly falls when features only grow. It is why NormFace fixes their
// length.
leat.model @feature_scale {
  func @max_prob(%s: f64, %W: f64[K, D], %h: f64[D]) -> (p: f64) {
    %z = let %s * sum(%W * %h, axis = 1)
    %p = let max(softmax(%z, axis = 0))
    return %p }
  func @main(%W: f64[K, D], %h: f64[D], %ss: f64[S] = [1.0, 2.0, 5.0])
      -> (max_prob: f64[S], dmax_ds_at_1: f64) {
    %p = vmap @max_prob(%ss, %W, %h) in_axes(0, none, none)
    %one = full 1 : f64
    %p1, %slope = grad @max_prob(%one, %W, %h) wrt(s)
    return %p, %slope }
}
