// GT-2a: softsign is odd.
//
//   g(x) = x / (1 + |x|),   g(-x) = -g(x)
//
// Source: CS 4644/7643, problem set 2, item 2a. The problem calls a function zero-centred if for every x
// with g(x) > 0 there is g(-x) = -g(x); a function that is positive nowhere would be that, too. What is
// meant is: odd, for every x.
leat.model @softsign {
  func @g(%x: f64[N]) -> (g: f64[N]) {
    %g = let %x / (1 + abs(%x))
    return %g }
  func @main(%xs: f64[N]) -> (g: f64[N], g_plus_gneg: f64[N]) {
    %g = let @g(%xs)
    %both = let %g + @g(-%xs)
    return %g, %both }
}
