// GT-5b: only circulant matrices commute with the shift.
//
//   A S = S A   exactly where   A_ij = a_{(i-j) mod n};   (S x)_i = x_{(i-1) mod n}
//   P(A) = 1/n sum_{k=1..n} S^-k A S^k:   a_d is the mean of the d-th diagonal of A, wrapped round
//
// Source: CS 4644/7643, problem set 2, item 5b. P projects onto the matrices that commute with S.
// They are the null space of A -> A S - S A, of dimension n: as many as a circulant matrix has free
// entries.
leat.model @commutant {
  // A S moves the columns of A back by one, S A its rows on by one.
  func @commutator(%A: f64[N, N]) -> (AS_SA: f64[N, N]) {
    %d = let roll(%A, shift = -1, axis = 1) - roll(%A, shift = 1, axis = 0)
    return %d }
  func @projection(%A: f64[N, N]) -> (P: f64[N, N]) {
    %zero = full 0 : f64[N, N]
    %Ak, %sum = for %k = 1 to N carry(%Ak = %A, %sum = %zero) {
      %next = let roll(%Ak, shift = [-1, -1], axis = [0, 1])             // S^-1 A_k S
      %more = let %sum + %next
      yield %next, %more }
    %P = let %sum / N
    return %P }
  // How many singular values of the commutator, as a matrix of n^2 x n^2, are zero. Their squares
  // are |u - v|^2 for n-th roots u and v of one: where not zero, from 4 sin^2(pi / n) to 4.
  func @nullity(%A: f64[N, N]) -> (nullity: i64) {
    %jacobian = jacobian @commutator(%A) wrt(A)
    %J = reshape %jacobian, shape = [N, N, -1]
    %squares = let eigh_values(einsum(%J, %J, equation = "ijp,ijq->pq"))
    %nullity = let count_nonzero(f64(%squares < 1e-3))
    return %nullity }
  func @main(%A: f64[N, N])
      -> (P: f64[N, N], first_column: f64[N], nullity: i64, commutator_norm_A: f64) {
    %P = let @projection(%A)
    %first_column = let reshape(slice(%P, axis = 1, stop = 1), shape = [N])
    %nullity = let @nullity(%A)
    %norm = let vector_norm(@commutator(%A))
    return %P, %first_column, %nullity, %norm }
}
