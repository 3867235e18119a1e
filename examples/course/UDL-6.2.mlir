// UDL-6.2: the least-squares loss of a line is convex.
//
//   L = sum_i (phi0 + phi1 x_i - y_i)^2,   H = 2 [[I, sum x_i], [sum x_i, sum x_i^2]]
//   trace H > 0,   det H = 4 (I sum x_i^2 - (sum x_i)^2)
//
// Source: Understanding Deep Learning, problem 6.2. The determinant is positive, and the minimum a
// single point, only where at least two x_i differ; the answer does not say so. If all are equal it
// is 0: a valley.
leat.model @convex {
  func @L(%x: f64[I], %y: f64[I], %phi: f64[2]) -> (L: f64) {
    %residual = let %phi[0] + %phi[1] * %x - %y
    %L = let sum(%residual ** 2)
    return %L }
  func @main(%x: f64[I], %y: f64[I], %phi: f64[2])
      -> (H: f64[2, 2], trace: f64, det: f64, eig: f64[2]) {
    %H = hessian @L(%x, %y, %phi) wrt(phi)
    %trace = trace %H
    %det = let det_sign(%H) * exp(log_abs_det(%H))
    %eig = eigh_values %H
    return %H, %trace, %det, %eig }
}
