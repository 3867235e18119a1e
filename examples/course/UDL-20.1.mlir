// UDL-20.1: how many possible images are there for each one in ImageNet?
//
//   bins^(H W C) / 10^log10_examples:   log10_ratio = H W C log10(bins) - log10_examples
//
// Source: Understanding Deep Learning, problem 20.1: images of H x W pixels in C channels, each
// number one of so many values, and about 10^7 examples. No type holds that number; its logarithm
// is a small one.
leat.model @possible_images {
  config @H = 224
  config @W = 224
  config @C = 3
  config @bins = 10
  config @log10_examples = 7
  func @main() -> (log10_ratio: f64) {
    %bins = full bins : f64
    %pixels = full H : f64
    %ratio = let %pixels * W * C * log(%bins) / log(10) - log10_examples
    return %ratio }
}
