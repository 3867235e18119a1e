// PET-1.2: a linear classifier of several classes.
//
//   label(x) = argmax_c <w_c, x>
//
// Source: Introduction to Deep Learning Theory, exercise 1.2. It states no claim, and writes the
// score both as g(x, w^c) and as <w, y>; what is meant is <w_c, x>. The region of class c is where
// <w_c - w_k, x> >= 0 for all k, a convex cone. Labels do not change when one vector is added to
// all w_c, when all scores are multiplied by one positive number, or under a softmax; two classes
// make sign <w_1 - w_0, x>.
leat.model @classifier {
  func @main(%X: f64[N, D], %W: f64[K, D]) -> (scores: f64[N, K], label: i64[N]) {
    %scores = linear %X, %W
    %label = argmax %scores, axis = 1, dtype = i64
    return %scores, %label }
}
