// NET-RETURNS: discounted returns, as a product with a triangular matrix and as a scan.
//
//   G = L r,   L_tk = gamma^(k - t) for k >= t, 0 elsewhere;   G_t = r_t + gamma G_{t+1}
//
// Source: Understanding Deep Learning, section 19.1. r_t is the reward that follows the state at
// time t. The product is the whole sum for each t, n^2 / 2 terms; the scan needs n.
leat.model @returns {
  config @gamma = 0.95
  func @by_matrix(%r: f64[n]) -> (G: f64[n]) {
    %k = iota shape = [n], dtype = f64
    %ahead = let %k - unsqueeze(%k, axis = 1)
    %L = let where(%ahead >= 0, gamma ** %ahead, 0)
    %G = linear %r, %L
    return %G }
  func @by_scan(%r: f64[n]) -> (G: f64[n]) {
    %end = full 0 : f64
    %first, %G = for %t = 1 to n, rows = backward carry(%next = %end) over(%reward = %r) {
      %now = let %reward + gamma * %next
      yield %now stack(%now) }
    return %G }
  func @main(%r: f64[n]) -> (G: f64[n], G_by_scan: f64[n]) {
    %G = call @by_matrix(%r)
    %scan = call @by_scan(%r)
    return %G, %scan }
}
