// NET-POOL: average pooling, and global average pooling.
//
//   avg2[n, c, i, j] = 1/4 sum_{u,v < 2} x[n, c, 2 i + u, 2 j + v]
//   gap[n, c] = 1/(H W) sum_{i,j} x[n, c, i, j]
//
// Source: Understanding Deep Learning, chapter 10 (downsampling); Lin et al. (2014) for the global
// average.
leat.model @average_pooling {
  func @main(%x: f64[N, C, H, W]) -> (avg2: f64[N, C, ?, ?], gap: f64[N, C]) {
    %avg2 = avg_pool %x, kernel = 2
    %gap = mean %x, axis = [2, 3]
    return %avg2, %gap }
}
