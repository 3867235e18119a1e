// SYS-INDEX: gathering, sorting, summing up and choosing, with gradients.
//
//   the gradient of sum(u * f(x)): x[idx] sends u back and adds, sort sends it where each element
//   was, cumsum sums it up from the end
//
// Source: none; what the models of the course are made of.
leat.model @indices {
  config @k = 3
  func @gather(%x: f64[n], %idx: i64[m]) -> (y: f64[m]) {
    %y = let %x[%idx]
    return %y }
  func @sorted(%x: f64[n]) -> (y: f64[n]) {
    %y, %from = sort %x
    return %y }
  func @sums(%x: f64[n]) -> (y: f64[n]) {
    %y = cumsum %x
    return %y }
  func @main(%x: f64[n], %u: f64[n], %idx: i64[n])
      -> (gather: f64[n], dx_gather: f64[n], sorted: f64[n], dx_sort: f64[n], cumsum: f64[n],
          dx_cumsum: f64[n], topk: f64[k], argmax: i64) {
    %gather, %dx_gather = vjp @gather(%x, %idx) cotangent(%u) wrt(x)
    %sorted, %dx_sort = vjp @sorted(%x) cotangent(%u) wrt(x)
    %sums, %dx_sums = vjp @sums(%x) cotangent(%u) wrt(x)
    %topk, %at = top_k %x, k = k
    %argmax = argmax %x, axis = 0, dtype = i64
    return %gather, %dx_gather, %sorted, %dx_sort, %sums, %dx_sums, %topk, %argmax }
}
