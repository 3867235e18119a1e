// UDL-8.2: the first layer of a network with joints where they are wanted.
//
//   h_d = relu(x - joint_d): weight 1, bias -joint_d
//
// Source: Understanding Deep Learning, problem 8.2, with the joints as an argument. The book draws
// the responses of the hidden units; units of slope 1 stand for them.
leat.model @joints {
  func @main(%joints: f64[D], %xs: f64[N]) -> (h: f64[N, D]) {
    %h = let relu(unsqueeze(%xs, axis = 1) - %joints)
    return %h }
}
