// PET-2.7: the triplet probabilistic embedding.
//
//   h' = T h,   L = -(1/m) sum_i log [ e^<a',p'> / (e^<a',p'> + e^<a',n'>) ]
//                 = (1/m) sum_i softplus(<a',n'> - <a',p'>)
//
// Source: Introduction to Deep Learning Theory, exercise 2.7 (Sankaranarayanan et al. 2016). For
// anchor, positive and negative; T is learned, so the gradient is by T.
leat.model @triplets {
  func @L(%T: f64[E, D], %anchor: f64[M, D], %positive: f64[M, D], %negative: f64[M, D])
      -> (L: f64) {
    %a = linear %anchor, %T
    %p = linear %positive, %T
    %n = linear %negative, %T
    %L = let mean(softplus(sum(%a * %n, axis = 1) - sum(%a * %p, axis = 1)))
    return %L }
  func @main(%anchor: f64[M, D], %positive: f64[M, D], %negative: f64[M, D], %T: f64[E, D])
      -> (L: f64, dT: f64[E, D]) {
    %L, %dT = grad @L(%T, %anchor, %positive, %negative) wrt(T)
    return %L, %dT }
}
