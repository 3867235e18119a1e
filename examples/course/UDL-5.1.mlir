// UDL-5.1: the logistic sigmoid at its limits and in the middle.
//
//   sig(z) = 1 / (1 + exp(-z)),   sig(-inf) = 0,   sig(0) = 1/2,   sig(inf) = 1
//   log sig(z) = -log(1 + exp(-z))
//
// Source: Understanding Deep Learning, problem 5.1. Written down like this, exp(-z) overflows for a
// large negative z, and the logarithm is -inf long before it should be. The ops work out either
// side of 0 so that neither happens.
leat.model @logistic {
  func @main(%zs: f64[N]) -> (sig: f64[N], log_sig: f64[N]) {
    %sig = sigmoid %zs
    %log_sig = log_sigmoid %zs
    return %sig, %log_sig }
}
