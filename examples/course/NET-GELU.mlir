// NET-GELU: smooth activations and their derivatives.
//
//   gelu(x) = x Phi(x),   Phi the distribution function of the normal distribution
//   gelu_tanh(x) = x/2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))
//   silu(x) = x sig(x),   elu(x) = x for x > 0, else e^x - 1,   softplus(x) = log(1 + e^x)
//
// Sources: Hendrycks and Gimpel (2016); Clevert et al. (2015); Understanding Deep Learning, chapter
// 3. Each element moves by one: the tangent of a pointwise function is its derivative.
leat.model @activations {
  func @gelu(%x: f64[N]) -> (y: f64[N]) {
    %y = gelu %x
    return %y }
  func @gelu_tanh(%x: f64[N]) -> (y: f64[N]) {
    %y = gelu %x, approximate = "tanh"
    return %y }
  func @silu(%x: f64[N]) -> (y: f64[N]) {
    %y = silu %x
    return %y }
  func @elu(%x: f64[N]) -> (y: f64[N]) {
    %y = elu %x
    return %y }
  func @softplus(%x: f64[N]) -> (y: f64[N]) {
    %y = softplus %x
    return %y }
  func @main(%xs: f64[N])
      -> (gelu_erf: f64[N], d_gelu_erf: f64[N], gelu_tanh: f64[N], d_gelu_tanh: f64[N],
          silu: f64[N], d_silu: f64[N], elu: f64[N], d_elu: f64[N],
          softplus: f64[N], d_softplus: f64[N]) {
    %one = full 1 : f64[N]
    %gelu, %d_gelu = jvp @gelu(%xs) tangent(%one)
    %gelu_tanh, %d_gelu_tanh = jvp @gelu_tanh(%xs) tangent(%one)
    %silu, %d_silu = jvp @silu(%xs) tangent(%one)
    %elu, %d_elu = jvp @elu(%xs) tangent(%one)
    %softplus, %d_softplus = jvp @softplus(%xs) tangent(%one)
    return %gelu, %d_gelu, %gelu_tanh, %d_gelu_tanh, %silu, %d_silu, %elu, %d_elu,
        %softplus, %d_softplus }
}
