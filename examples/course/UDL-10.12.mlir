// UDL-10.12: how many epochs is the MNIST-1D network trained for?
//
//   epochs = iters / (I / B): of I examples B at a time, a step for each batch
//
// Source: Understanding Deep Learning, problem 10.12.
leat.model @epochs {
  config @iters = 100000
  config @B = 100                                   // examples in a batch
  config @I = 4000                                  // examples of the data
  func @main() -> (epochs: f64) {
    %steps = full iters : f64
    %epochs = let %steps * B / I
    return %epochs }
}
