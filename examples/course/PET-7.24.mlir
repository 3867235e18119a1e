// PET-7.24: FGSM is the best attack on a linear classifier.
//
//   max over ||delta||_inf <= eps of <w, delta> = eps ||w||_1,   at delta = eps sign(w)
//
// Source: Introduction to Deep Learning Theory, exercise 7.24. Each coordinate adds at most eps
// |w_i|.
leat.model @fgsm_linear {
  config @eps = 0.1
  func @main(%w: f64[D]) -> (delta: f64[D], value: f64) {
    %delta = let eps * sign(%w)
    %value = let sum(%w * %delta)
    return %delta, %value }
}
