// UDL-6.11: the Hessian of a model of a million parameters.
//
//   F(x) = sum over i < n - 1 of (1 - x_i)^2 + 100 (x_(i+1) - x_i^2)^2
//   H v = d/de grad F(x + e v) at e = 0;   x_i = amp sin i,   v_i = cos i
//
// Source: Understanding Deep Learning, problem 6.11. H is n x n, of 10^12 numbers for n = 10^6: it
// can not be stored, let alone inverted. H v costs a few gradients: forward mode over reverse mode.
leat.model @million {
  config @n = 1000000
  config @amp = 0.5
  func @F(%x: f64[N]) -> (F: f64) {
    %here = slice %x, axis = 0, stop = -1
    %next = slice %x, axis = 0, start = 1
    %F = let sum((1 - %here) ** 2 + 100 * (%next - %here ** 2) ** 2)
    return %F }
  func @gradient(%x: f64[N]) -> (dx: f64[N]) {
    %F, %dx = grad @F(%x) wrt(x)
    return %dx }
  func @main() -> (hessian_shape: i64[2], Hv_entries_0_1_last: f64[3], vHv: f64) {
    %i = iota shape = [n], dtype = f64
    %x = let amp * sin(%i)
    %v = let cos(%i)
    %dx, %Hv = jvp @gradient(%x) tangent(%v) wrt(x)
    %side = full n : i64
    %shape = stack %side, %side
    %last = let %side - 1
    %entries = let stack(%Hv[0], %Hv[1], %Hv[%last])
    %vHv = let sum(%v * %Hv)
    return %shape, %entries, %vHv }
}
