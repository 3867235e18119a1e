// UDL-3.5: relu is homogeneous for factors that are not negative.
//
//   relu(a z) = a relu(z) for a >= 0;   relu(a z) = -a relu(-z) for a < 0
//
// Source: Understanding Deep Learning, problem 3.5. Both sides for each a; they differ where a < 0.
leat.model @homogeneity {
  func @main(%z: f64[N], %alpha: f64[A] = [0, 0.5, 3.7, -2])
      -> (relu_az: f64[A, N], a_relu_z: f64[A, N]) {
    %a = reshape %alpha, shape = [A, 1]
    %inside = let relu(%a * %z)
    %outside = let %a * relu(%z)
    return %inside, %outside }
}
