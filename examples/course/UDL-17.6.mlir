// UDL-17.6: from one latent vector to another on an arc.
//
//   slerp(t) = (sin((1 - t) W) z1 + sin(t W) z2) / sin W,   W the angle between z1 and z2
//   lerp(t) = (1 - t) z1 + t z2
//
// Source: Understanding Deep Learning, problem 17.6. Draws of a normal distribution in many
// dimensions have about the same length. Of vectors like these lerp is shorter on the way, and
// slerp is not. A row of norms_slerp_lerp holds the lengths of both.
leat.model @slerp {
  func @main(%z1: f64[D], %z2: f64[D], %ts: f64[T] = [0, 0.25, 0.5, 1])
      -> (angle: f64, slerp: f64[T, D], norms_slerp_lerp: f64[T, 2]) {
    %W = let acos(cosine_similarity(%z1, %z2))
    %t = unsqueeze %ts, axis = 1
    %slerp = let (sin((1 - %t) * %W) * %z1 + sin(%t * %W) * %z2) / sin(%W)
    %lerp = let (1 - %t) * %z1 + %t * %z2
    %norms = let stack(vector_norm(%slerp, axis = 1), vector_norm(%lerp, axis = 1), axis = 1)
    return %W, %slerp, %norms }
}
