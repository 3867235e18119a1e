// COS-4b: what a factor in front of a relu does to the batch normalisation behind it.
//
//   u = relu(c a) W^T + b,   out = (u - mean u) / sqrt(var u)
//   c > 0: relu(c a) = c relu(a), and neither c nor b is left in out
//   c < 0: relu(c a) = |c| relu(-a), another function;   BN(-u) = -BN(u)
//
// Source: COS 514, assignment 3, problem 4b. "Scaling what goes into the relu by c scales u by c"
// holds for c > 0 and without b only; b falls out with the mean. `bn_minus_u` is BN of -relu(a)
// W^T.
leat.model @rescaled {
  func @bn(%u: f64[B, O]) -> (out: f64[B, O]) {
    %out = standardize %u, axis = [0], eps = 0
    return %out }
  func @out(%c: f64, %a: f64[B, M], %W: f64[O, M], %b: f64[O]) -> (out: f64[B, O]) {
    %out = let @bn(linear(relu(%c * %a), %W, %b))
    return %out }
  func @main(%a: f64[B, M], %W: f64[O, M], %b: f64[O], %cs: f64[C] = [1.0, 3.0, -1.0])
      -> (out: f64[C, B, O], bn_minus_u: f64[B, O]) {
    %out = vmap @out(%cs, %a, %W, %b) in_axes(0, none, none, none)
    %minus = let @bn(-linear(relu(%a), %W))
    return %out, %minus }
}
