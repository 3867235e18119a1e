// UDL-7.14: the second moment behind a ReLU.
//
//   a symmetric about 0, of variance sigma^2:   E[relu(a)^2] = sigma^2 / 2,   E[relu(a)] = E|a| / 2
//   E[relu(a)] = sigma / sqrt(2 pi) (normal), sqrt(3) sigma / 4 (uniform),
//                sigma / (2 sqrt 2) (Laplace)
//
// Source: Understanding Deep Learning, problem 7.14. The half of the squares that is positive
// stays; the shape of the distribution does not matter to them, but to the mean it does.
leat.model @after_relu {
  config @mc_n = 1000000
  const @pi = 4 * atan(f64(1))
  state @rng = seed
  // Means over mc_n draws, of standard deviation 1, times %sigma.
  func @simulate(%sigma: f64) -> (square: f64, gaussian: f64, uniform: f64, laplace: f64) {
    %z = normal @rng : f64[mc_n]
    %normals = let relu(%sigma * %z)
    %square = let mean(%normals ** 2)
    %gaussian = mean %normals

    %u = uniform @rng (-1.0, 1.0) : f64[mc_n]
    %uniform = let mean(relu(%sigma * sqrt(3) * %u)) // over (-sqrt 3, sqrt 3) the variance is 1

    %v = uniform @rng : f64[mc_n]
    %side = rademacher @rng : f64[mc_n]
    %laplaces = let %side * -log(1 - %v) / sqrt(2)   // an exponential draw to either side
    %laplace = let mean(relu(%sigma * %laplaces))
    return %square, %gaussian, %uniform, %laplace }
  func @main(%sigma: f64[S])
      -> (second_moment: f64[S], mean_gaussian: f64[S], mean_uniform: f64[S], mean_laplace: f64[S],
          second_moment_mc: f64[S], mean_gaussian_mc: f64[S], mean_uniform_mc: f64[S],
          mean_laplace_mc: f64[S]) {
    %square = let %sigma ** 2 / 2
    %gaussian = let %sigma / sqrt(2 * @pi)
    %uniform = let sqrt(3) * %sigma / 4
    %laplace = let %sigma / (2 * sqrt(2))
    %square_mc, %gaussian_mc, %uniform_mc, %laplace_mc = vmap @simulate(%sigma) in_axes(0)
    return %square, %gaussian, %uniform, %laplace,
           %square_mc, %gaussian_mc, %uniform_mc, %laplace_mc }
}
