// UDL-3.18: the most regions that D hyperplanes make of D_i dimensions (Zaslavsky).
//
//   regions = sum over j = 0 ... D_i of C(D, j)
//
// Source: Understanding Deep Learning, problem 3.18. The problem prints C(j, j) in the sum, which
// would count to D_i + 1 whatever D is; it has to be C(D, j). Each row of `cases` is D_i, D.
leat.model @zaslavsky {
  func @regions(%Di: i64, %D: i64) -> (regions: i64) {
    %one = full 1 : i64
    %choose, %regions = for %j = 1 to %Di carry(%choose = %one, %sum = %one) {
      %next = let floor_div(%choose * (%D - %j + 1), %j)       // C(D, j) from C(D, j - 1)
      %more = let %sum + %next
      yield %next, %more }
    return %regions }
  func @case(%case: i64[2]) -> (regions: i64) {
    %n = let @regions(%case[0], %case[1])
    return %n }
  func @main(%cases: i64[N, 2] = [[2, 3], [2, 5], [3, 3], [1, 95]]) -> (regions: i64[N]) {
    %n = vmap @case(%cases) in_axes(0)
    return %n }
}
