// UDL-3.15: how many regions can three hidden units make of three dimensions?
//
//   regions = sum over j = 0 ... Di of C(D, j)
//
// Source: Understanding Deep Learning, problem 3.15. Each unit has a plane at which it switches on;
// with no more units than dimensions every pattern of active units has a region, which makes 2^D.
leat.model @octants {
  config @Di = 3
  config @D = 3
  func @regions(%Di: i64, %D: i64) -> (regions: i64) {
    %one = full 1 : i64
    %choose, %regions = for %j = 1 to %Di carry(%choose = %one, %sum = %one) {
      %next = let floor_div(%choose * (%D - %j + 1), %j)       // C(D, j) from C(D, j - 1)
      %more = let %sum + %next
      yield %next, %more }
    return %regions }
  func @main() -> (regions: i64) {
    %Di = full Di : i64
    %D = full D : i64
    %n = let @regions(%Di, %D)
    return %n }
}
