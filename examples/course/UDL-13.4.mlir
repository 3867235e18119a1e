// UDL-13.4: the diagonal of the squared adjacency matrix holds the degrees.
//
//   (A^2)_nn = sum_m A_nm A_mn = sum_m A_nm = deg(n):   out along an edge, and back along it
//
// Source: Understanding Deep Learning, problem 13.4. @main also says whether the two sides agree.
leat.model @degrees {
  func @main(%A: f64[N, N]) -> (A2: i64[N, N], diag: i64[N], diag_is_degree: i64) {
    %A2 = let matmul(%A, %A)
    %diag = diag_part %A2
    %degree = let sum(%A, axis = 1)
    %same = let i64(all(%diag == %degree))
    %counts = let i64(%A2)
    %out_and_back = let i64(%diag)
    return %counts, %out_and_back, %same }
}
