// NET-CONV2D-DIL: convolutions with dilation, in groups, and channel by channel.
//
//   dilation d:  y[n, o, i, j] = sum_{c,u,v} w[o, c, u, v] x[n, c, i + d u, j + d v]
//   g groups:    the channels stand in g blocks, and block b of y is a convolution of block b of x
//   depthwise:   y[n, c, i, j] = sum_{u,v} w[c, u, v] x[n, c, i + u, j + v], a group is a channel
//
// Sources: Yu and Koltun (2016) for dilation; Krizhevsky et al. (2012) for groups; Howard et al.
// (2017) for depthwise convolutions. dw_depthwise is the gradient of sum(y_depthwise^2).
leat.model @convolutions {
  func @dilated(%x: f64[N, Ci, H, W], %w: f64[Co, Ci, Kh, Kw]) -> (y: f64[N, Co, ?, ?]) {
    %y = conv %x, %w, dilation = 2
    return %y }
  func @grouped(%x: f64[N, Ci, H, W], %w: f64[Co, Cg, Kh, Kw]) -> (y: f64[N, Co, ?, ?]) {
    %y = conv %x, %w, groups = 2
    return %y }
  func @depthwise(%x: f64[N, C, H, W], %w: f64[C, 1, Kh, Kw]) -> (y: f64[N, C, ?, ?]) {
    %y = conv %x, %w, groups = C
    return %y }
  func @squares(%x: f64[N, C, H, W], %w: f64[C, 1, Kh, Kw]) -> (l: f64, y: f64[N, C, ?, ?]) {
    %y = let @depthwise(%x, %w)
    %l = let sum(%y * %y)
    return %l, %y }
  func @main(%x: f64[N, Ci, H, W], %w: f64[Co, Ci, Kh, Kw], %w_g2: f64[Co, Cg, Kh, Kw],
             %w_dw: f64[Ci, 1, Kh, Kw])
      -> (y_dil2: f64[N, Co, ?, ?], y_groups2: f64[N, Co, ?, ?], y_depthwise: f64[N, Ci, ?, ?],
          dw_depthwise: f64[Ci, 1, Kh, Kw]) {
    %y_dil2 = let @dilated(%x, %w)
    %y_groups2 = let @grouped(%x, %w_g2)
    %l, %y_depthwise, %dw = grad @squares(%x, %w_dw) wrt(w)
    return %y_dil2, %y_groups2, %y_depthwise, %dw }
}
