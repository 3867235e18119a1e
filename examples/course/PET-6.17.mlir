// PET-6.17: the ELBO of a hierarchical VAE whose latents are a Markov chain.
//
//   z_0 = x, t = 1 ... T:
//   ELBO = E_q[log p(z_T) + sum_t log p(z_t-1 | z_t) - sum_t log q(z_t | z_t-1)]
//   p: z_T ~ N(0, 1),   z_t-1 ~ N(a_t z_t, s_t);   q: z_t ~ N(c_t z_t-1, r_t); s, r are variances
//
//   With v_t = E_q z_t^2 = c_t^2 v_t-1 + r_t, v_0 = x^2, the terms of the ELBO are
//   E log p(z_T) = -(log(2 pi) + v_T) / 2,   E log q(z_t | z_t-1) = -(log(2 pi r_t) + 1) / 2,
//   E log p(z_t-1 | z_t) = -(log(2 pi s_t) + ((1 - a_t c_t)^2 v_t-1 + a_t^2 r_t) / s_t) / 2
//   p(x) = N(0, V_0), V_t-1 = a_t^2 V_t + s_t, V_T = 1
//
// Source: Introduction to Deep Learning Theory, exercise 6.17; Luo, Understanding Diffusion Models,
// 2022. one_sample is what stands in the expectation, for the noise eps; the ELBO is at most log
// p(x).
leat.model @hierarchical_vae {
  const @log_2pi = log(2 * acos(f64(-1)))
  func @log_normal(%x: f64, %mean: f64, %var: f64) -> (log_density: f64) {
    %l = let -(@log_2pi + log(%var) + (%x - %mean) ** 2 / %var) / 2
    return %l }
  func @one_sample(%x: f64, %a: f64[T], %s: f64[T], %c: f64[T], %r: f64[T], %eps: f64[T])
      -> (one_sample: f64) {
    %zero = let 0 * %x
    %zT, %sum = for %t = 1 to T carry(%z = %x, %sum = %zero)
        over(%at = %a, %st = %s, %ct = %c, %rt = %r, %et = %eps) {
      %mean = let %ct * %z
      %zt = let %mean + sqrt(%rt) * %et
      %term = let @log_normal(%z, %at * %zt, %st) - @log_normal(%zt, %mean, %rt)
      %next = let %sum + %term
      yield %zt, %next }
    %l = let %sum + @log_normal(%zT, 0, 1)
    return %l }
  func @elbo(%x: f64, %a: f64[T], %s: f64[T], %c: f64[T], %r: f64[T]) -> (elbo: f64) {
    %v0 = let %x ** 2
    %zero = let 0 * %x
    %vT, %sum = for %t = 1 to T carry(%v = %v0, %sum = %zero)
        over(%at = %a, %st = %s, %ct = %c, %rt = %r) {
      %error = let (1 - %at * %ct) ** 2 * %v + %at ** 2 * %rt
      %p = let -(@log_2pi + log(%st) + %error / %st) / 2
      %q = let -(@log_2pi + log(%rt) + 1) / 2
      %vt = let %ct ** 2 * %v + %rt
      %next = let %sum + %p - %q
      yield %vt, %next }
    %l = let %sum - (@log_2pi + %vT) / 2
    return %l }
  func @log_px(%x: f64, %a: f64[T], %s: f64[T]) -> (log_px: f64) {
    %one = full 1 : f64
    %V0 = for %t = T downto 1, rows = backward carry(%V = %one) over(%at = %a, %st = %s) {
      %next = let %at ** 2 * %V + %st
      yield %next }
    %l = let @log_normal(%x, 0, %V0)
    return %l }
  func @main(%x: f64, %a: f64[T], %s_var: f64[T], %c: f64[T], %r_var: f64[T], %eps: f64[T])
      -> (one_sample: f64, elbo: f64, log_px: f64) {
    %sample = call @one_sample(%x, %a, %s_var, %c, %r_var, %eps)
    %elbo = call @elbo(%x, %a, %s_var, %c, %r_var)
    %log_px = call @log_px(%x, %a, %s_var)
    return %sample, %elbo, %log_px }
}
