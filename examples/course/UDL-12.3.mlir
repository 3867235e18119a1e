// UDL-12.3: self-attention of permuted tokens is the permuted self-attention.
//
//   Sa[X] = V softmax(K^T Q),   V = b_v 1^T + O_v X,   Q = b_q 1^T + O_q X,   K = b_k 1^T + O_k X
//   Sa[X P] = Sa[X] P
//
// Source: Understanding Deep Learning, problem 12.3. X is D x N, a column for each token, and the
// softmax normalises columns: over the keys, for each query. The answer prints Q^T K, whose columns
// are the keys: a softmax of that normalises over the queries. Column j of X P is column perm[j] of
// X.
leat.model @equivariance {
  func @affine(%X: f64[D, N], %O: f64[E, D], %b: f64[E]) -> (Y: f64[E, N]) {
    %Y = let matmul(%O, %X) + reshape(%b, shape = [E, 1])
    return %Y }
  func @Sa(%X: f64[D, N], %Ov: f64[D, D], %bv: f64[D], %Oq: f64[E, D], %bq: f64[E],
           %Ok: f64[E, D], %bk: f64[E]) -> (Sa: f64[D, N]) {
    %V = let @affine(%X, %Ov, %bv)
    %Q = let @affine(%X, %Oq, %bq)
    %K = let @affine(%X, %Ok, %bk)
    %Sa = let matmul(%V, softmax(matmul(%K, %Q, transpose_lhs = true), axis = 0))
    return %Sa }
  func @permuted(%X: f64[D, N], %perm: i64[N]) -> (XP: f64[D, N]) {
    %tokens = transpose %X
    %XP = let transpose(%tokens[%perm])
    return %XP }
  func @main(%X: f64[D, N], %Ov: f64[D, D], %bv: f64[D], %Oq: f64[E, D], %bq: f64[E],
             %Ok: f64[E, D], %bk: f64[E], %perm: i64[N]) -> (Sa: f64[D, N], Sa_perm: f64[D, N]) {
    %Sa = let @Sa(%X, %Ov, %bv, %Oq, %bq, %Ok, %bk)
    %Sa_perm = let @Sa(@permuted(%X, %perm), %Ov, %bv, %Oq, %bq, %Ok, %bk)
    return %Sa, %Sa_perm }
}
