// PET-6.18: two noises of a diffusion become one, for t = 2 ... T.
//
//   x_t = sqrt(a_t) x_{t-1} + sqrt(1 - a_t) eps_{t-1},   a_t = 1 - beta_t
//       = sqrt(a_t a_{t-1}) x_{t-2} + sqrt(a_t - a_t a_{t-1}) eps_{t-2} + sqrt(1 - a_t) eps_{t-1}
//   the noises have together the variance (a_t - a_t a_{t-1}) + (1 - a_t) = 1 - a_t a_{t-1}
//
// Source: Introduction to Deep Learning Theory, exercise 6.18. On the last line of the exercise
// eps_{t-2} stands for the sum of both noises, a new variable, and not for the earlier one.
leat.model @merged_noise {
  func @main(%betas: f64[T]) -> (merged_var: f64[?]) {
    %a = let 1 - slice(%betas, axis = 0, start = 1)          // a_t
    %before = let 1 - slice(%betas, axis = 0, stop = -1)     // a_{t-1}
    %first = let sqrt(%a - %a * %before)
    %second = let sqrt(1 - %a)
    %var = let %first ** 2 + %second ** 2
    return %var }
}
