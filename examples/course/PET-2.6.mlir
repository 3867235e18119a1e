// PET-2.6: a lower bound of the softmax loss when weights and features have one length.
//
//   ||W_i|| = ||h|| = l:   loss >= log(1 + (K - 1) exp(-K l^2 / (K - 1)))
//
// Source: Introduction to Deep Learning Theory, exercise 2.6. It is attained by a simplex, K
// vectors with cosines of -1 / (K - 1) between them, and features equal to the weights of their
// class: the logits are l^2 and -l^2 / (K - 1), which differ by K l^2 / (K - 1). With a small l no
// network can bring the loss near 0, so normalised features need a scale. A row of `cases` is K and
// l.
leat.model @bound {
  func @main(%cases: f64[C, 2] = [[2, 1.0], [10, 1.0], [10, 4.0], [1000, 6.0]])
      -> (bound: f64[C]) {
    %columns = transpose %cases, axes = [1, 0]
    %K = let %columns[0]
    %l = let %columns[1]
    %bound = let log1p((%K - 1) * exp(-%K * %l ** 2 / (%K - 1)))
    return %bound }
}
