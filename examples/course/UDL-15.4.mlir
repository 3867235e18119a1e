// UDL-15.4: distances between a uniform density on [0, 1] and one on [a, a + 1].
//
//   KL = 0 for a = 0, else inf;   D_JS = min(|a|, 1) log 2;   W1 = |a|
//
// Source: Understanding Deep Learning, problem 15.4. The second density is printed as 0 for z > a;
// it is 0 for z > a + 1. The line falls into three kinds of pieces: where both densities are 1, of
// length max(0, 1 - |a|), and where one of them is; each divergence is a sum over these.
leat.model @shifted_uniforms {
  func @KL(%length: f64[N, 3], %p: f64[3], %q: f64[3]) -> (KL: f64[N]) {
    %mass = let %length * %p
    %kl = let sum(xlogy(%mass, %p) - xlogy(%mass, %q), axis = 1)
    return %kl }
  // p and q are the densities on the three kinds of pieces.
  func @main(%a: f64[N], %p: f64[3] = [1, 1, 0], %q: f64[3] = [1, 0, 1])
      -> (JS: f64[N], W1: f64[N], KL: f64[N]) {
    %both = let relu(1 - abs(%a))
    %length = let stack(%both, 1 - %both, 1 - %both, axis = 1)
    %KL = call @KL(%length, %p, %q)
    %m = let (%p + %q) / 2
    %JS = let (@KL(%length, %p, %m) + @KL(%length, %q, %m)) / 2
    %W1 = abs %a // each quantile moves by a
    return %JS, %W1, %KL }
}
