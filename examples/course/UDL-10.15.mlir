// UDL-10.15: a convolution with stride 2 is one with stride 1, of which every other element is
// kept.
//
//   W_stride2 = S W_stride1,   S[i, 2i - 1] = 1 and 0 elsewhere, counted from 1
//
// Source: Understanding Deep Learning, problem 10.15. S keeps the elements 1, 3, 5 ... of six; both
// sides are computed, and @main asserts that they are equal.
leat.model @sampling {
  config @L = 6
  func @stride1(%x: f64[1, 1, L], %w: f64[1, 1, 3]) -> (h: f64[?]) {
    %h = let reshape(conv(%x, %w, padding = 1), shape = [-1])
    return %h }
  func @stride2(%x: f64[1, 1, L], %w: f64[1, 1, 3]) -> (h: f64[?]) {
    %h = let reshape(conv(%x, %w, stride = 2, padding = 1), shape = [-1])
    return %h }
  func @main(%w: f64[3]) -> (S: f64[?, L], W_stride2: f64[?, L]) {
    %x = full 0 : f64[1, 1, L]
    %kernel = reshape %w, shape = [1, 1, 3]
    %J1 = jacobian @stride1(%x, %kernel) wrt(x)
    %J2 = jacobian @stride2(%x, %kernel) wrt(x)
    %W1 = reshape %J1, shape = [-1, L]
    %W2 = reshape %J2, shape = [-1, L]
    %S = let slice(eye(L, dtype = f64), axis = 0, step = 2)
    %same = let matmul(%S, %W1) == %W2             // products with 0 and 1 are exact
    assert %same, "S times the matrix of stride 1 is not the one of stride 2"
    return %S, %W2 }
}
