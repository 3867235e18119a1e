// GT-7.3: max pooling, forwards and backwards.
//
//   y[n, c, i, j] = max_{u,v < k} x[n, c, s i + u, s j + v]
//   dx[n, c, p] = sum of dy[n, c, i, j] over the windows whose largest element stands at p
//
// Source: CS 4644/7643, problem set 2, item 7 (the module of max pooling). Of several largest
// elements the first one in row-major order counts. Windows of 2 x 2 side by side, and of 3 x 3
// that overlap.
leat.model @max_pooling {
  func @pool_k2(%x: f64[N, C, H, W]) -> (y: f64[N, C, ?, ?]) {
    %y = max_pool %x, kernel = 2, stride = 2
    return %y }
  func @pool_k3(%x: f64[N, C, H, W]) -> (y: f64[N, C, ?, ?]) {
    %y = max_pool %x, kernel = 3, stride = 2
    return %y }
  func @main(%x: f64[N, C, H, W], %dy_k2: f64[N, C, H2, W2], %dy_k3: f64[N, C, H3, W3])
      -> (y_k2: f64[N, C, H2, W2], dx_k2: f64[N, C, H, W],
          y_k3: f64[N, C, H3, W3], dx_k3: f64[N, C, H, W]) {
    %y_k2, %dx_k2 = vjp @pool_k2(%x) cotangent(%dy_k2) wrt(x)
    %y_k3, %dx_k3 = vjp @pool_k3(%x) cotangent(%dy_k3) wrt(x)
    return %y_k2, %dx_k2, %y_k3, %dx_k3 }
}
