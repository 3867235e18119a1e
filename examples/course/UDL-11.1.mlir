// UDL-11.1: a residual network, written out.
//
//   h_1 = x + f_1(x),   h_k = h_{k-1} + f_k(h_{k-1}),   y = h_4,   f_k(h) = tanh(W_k h + b_k)
//   y = x + f_1(x) + f_2(x + f_1(x)) + f_3(x + f_1(x) + f_2(x + f_1(x))) + f_4(...)
//
// Source: Understanding Deep Learning, problem 11.1. Each f_k sees the sum of all that came before
// it; @main asserts that the sum of x and the four terms is h_4.
leat.model @unrolled {
  func @f(%h: f64[D], %W: f64[D, D], %b: f64[D]) -> (f: f64[D]) {
    %f = let tanh(linear(%h, %W, %b))
    return %f }
  func @main(%x: f64[D], %W1: f64[D, D], %W2: f64[D, D], %W3: f64[D, D], %W4: f64[D, D],
             %b1: f64[D], %b2: f64[D], %b3: f64[D], %b4: f64[D]) -> (h: f64[4, D]) {
    %h1 = let %x + @f(%x, %W1, %b1)
    %h2 = let %h1 + @f(%h1, %W2, %b2)
    %h3 = let %h2 + @f(%h2, %W3, %b3)
    %h4 = let %h3 + @f(%h3, %W4, %b4)
    %h = stack %h1, %h2, %h3, %h4

    %f1 = let @f(%x, %W1, %b1)
    %f2 = let @f(%x + %f1, %W2, %b2)
    %f3 = let @f(%x + %f1 + %f2, %W3, %b3)
    %f4 = let @f(%x + %f1 + %f2 + %f3, %W4, %b4)
    %same = let abs(%x + %f1 + %f2 + %f3 + %f4 - %h4) <= 1e-5 * (1 + abs(%h4))
    assert %same, "the sum of the terms is not the output"
    return %h }
}
