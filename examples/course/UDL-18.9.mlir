// UDL-18.9: what the signal keeps in one step, for t = 2 ... T.
//
//   sqrt(alpha_t / alpha_{t-1}) = sqrt(1 - beta_t),   alpha_t = (1 - beta_1) ... (1 - beta_t)
//
// Source: Understanding Deep Learning, problem 18.9. The answer begins with alpha_t over alpha_t,
// and means alpha_t over alpha_{t-1}. `root` is the right side.
leat.model @one_step {
  func @main(%betas: f64[T]) -> (ratio: f64[?], root: f64[?]) {
    %alpha = let cumprod(1 - %betas)
    %now = slice %alpha, axis = 0, start = 1
    %before = slice %alpha, axis = 0, stop = -1
    %ratio = let sqrt(%now / %before)
    %root = let sqrt(1 - slice(%betas, axis = 0, start = 1))
    return %ratio, %root }
}
