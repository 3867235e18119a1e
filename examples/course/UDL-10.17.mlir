// UDL-10.17: how much of the image do the first convolutions of AlexNet see?
//
//   r_l = r_(l-1) + (k_l - 1) s_1 s_2 ... s_(l-1),   r_0 = 1
//   convolution 11 / 4, pool 3 / 2, convolution 5, pool 3 / 2, convolution 3
//
// Source: Understanding Deep Learning, problem 10.17; that pools are 3 x 3 with a stride of 2 is in
// the figure and the paper (Krizhevsky et al. 2012). A pool is a layer like any other here. See
// them by
//   leat check examples/course/UDL-10.17.mlir
leat.model @alexnet_fields {
  config @k1 = 11   config @s1 = 4                 // conv1
  config @k2 = 3    config @s2 = 2                 // its pool
  config @k3 = 5    config @s3 = 1                 // conv2
  config @k4 = 3    config @s4 = 2                 // its pool
  config @k5 = 3    config @s5 = 1                 // conv3
  param @conv1.weight : f64[96, 3, k1, k1] = kaiming_normal     param @conv1.bias : f64[96] = zeros
  param @conv2.weight : f64[256, 96, k3, k3] = kaiming_normal   param @conv2.bias : f64[256] = zeros
  param @conv3.weight : f64[384, 256, k5, k5] = kaiming_normal  param @conv3.bias : f64[384] = zeros
  func @net(%image: f64[B, 3, 227, 227]) -> (h: f64[B, 384, H, W]) {
    %h1 = let relu(conv(%image, @conv1.weight, @conv1.bias, stride = s1))
    %p1 = max_pool %h1, kernel = k2, stride = s2
    %h2 = let relu(conv(%p1, @conv2.weight, @conv2.bias, stride = s3, padding = 2))
    %p2 = max_pool %h2, kernel = k4, stride = s4
    %h3 = let relu(conv(%p2, @conv3.weight, @conv3.bias, stride = s5, padding = 1))
    return %h3 }
}
