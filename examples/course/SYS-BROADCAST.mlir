// SYS-BROADCAST: shapes that stretch, and gradients that are summed where they did.
//
//   z = x y + s,   x of [a, 1, b], y of [d, 1], s a number, z of [a, d, b]
//   gradients of sum(u * z); the largest z of each of a, the mean z of each of d
//
// Source: none; NumPy's rule of broadcasting.
leat.model @broadcasting {
  func @z(%x: f64[a, 1, b], %y: f64[d, 1], %s: f64) -> (z: f64[a, d, b]) {
    %z = let %x * %y + %s
    return %z }
  func @main(%x: f64[a, 1, b], %y: f64[d, 1], %s: f64, %u: f64[a, d, b])
      -> (z: f64[a, d, b], dx: f64[a, 1, b], dy: f64[d, 1], ds: f64, max: f64[a], mean: f64[d]) {
    %z, %dx, %dy, %ds = vjp @z(%x, %y, %s) cotangent(%u) wrt(x, y, s)
    %max = max %z, axis = [1, 2]
    %mean = mean %z, axis = [0, 2]
    return %z, %dx, %dy, %ds, %max, %mean }
}
