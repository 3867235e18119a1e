// UDL-6.9: how many epochs are 1000 steps?
//
//   epochs = iters / (I / B): of I examples B at a time, a step for each batch
//
// Source: Understanding Deep Learning, problem 6.9.
leat.model @epochs {
  config @iters = 1000
  config @B = 20                                   // examples in a batch
  config @I = 100                                  // examples of the data
  func @main() -> (epochs: f64) {
    %steps = full iters : f64
    %epochs = let %steps * B / I
    return %epochs }
}
