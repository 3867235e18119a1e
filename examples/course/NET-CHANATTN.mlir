// NET-CHANATTN: attention among channels instead of tokens.
//
//   Y = V softmax(K^T Q / sqrt N),   Q, K, V are N x C, and columns of the softmax sum to 1
//
// Source: Ding et al. (2022), DaViT: channel c of Y is a mean of the channels of V, with weights
// that depend on all tokens of the image.
leat.model @channel_attention {
  func @main(%Q: f64[N, C], %K: f64[N, C], %V: f64[N, C]) -> (Y: f64[N, C]) {
    %products = let matmul(%K, %Q, transpose_lhs = true) / sqrt(f64(N))
    %Y = let matmul(%V, softmax(%products, axis = 0))
    return %Y }
}
