// UDL-7.6: the derivative of an affine map by its argument.
//
//   z = beta + Omega h:   dz_i/dh_j = Omega_ij
//
// Source: Understanding Deep Learning, problem 7.6. In the layout that the problem asks for, row j
// and column i, the matrix is Omega^T; `jacobian` puts the axes of the result first. Reverse mode
// takes u to Omega^T u, forward mode v to Omega v.
leat.model @affine {
  func @z(%Omega: f64[m, n], %beta: f64[m], %h: f64[n]) -> (z: f64[m]) {
    %z = linear %h, %Omega, %beta
    return %z }
  func @main(%Omega: f64[m, n], %beta: f64[m], %h: f64[n], %u: f64[m], %v: f64[n])
      -> (z: f64[m], dz_dh_denominator_layout: f64[n, m], vjp: f64[n], jvp: f64[m]) {
    %J = jacobian @z(%Omega, %beta, %h) wrt(h)
    %columns = let transpose(%J)
    %z, %back = vjp @z(%Omega, %beta, %h) cotangent(%u) wrt(h)
    %same, %forth = jvp @z(%Omega, %beta, %h) tangent(%v) wrt(h)
    return %z, %columns, %back, %forth }
}
