// UDL-11.2: the paths through a residual network, by their lengths.
//
//   K blocks h + f(h): a path goes through a block or round it, so C(K, l) paths go through l of
//   them, l = 0 ... K, and there are 2^K in all
//
// Source: Understanding Deep Learning, problem 11.2. There is a result for each K; behind the K + 1
// numbers that count, `n` of them, stands -1.
leat.model @paths {
  config @most = 62                                // numbers; more than K of each
  func @main(%Ks: i64[3] = [3, 4, 5])
      -> (paths.0: i64[most], paths.0.n: i64, paths.1: i64[most], paths.1.n: i64,
          paths.2: i64[most], paths.2.n: i64) {
    %fits = let %Ks < most
    assert %fits, "this many paths need a larger `most`, or do not fit into i64"
    %one = full 1 : i64[3]
    %end, %rows = for %i = 1 to most carry(%choose = %one) {
      %l = let %i - 1                              // %choose is C(K, l)
      %next = let floor_div(%choose * (%Ks - %l), %l + 1)
      %row = let where(%l <= %Ks, %choose, -1)
      yield %next stack(%row) }
    %paths = let transpose(%rows)
    %first = let %paths[0]
    %second = let %paths[1]
    %third = let %paths[2]
    %n = let %Ks + 1
    %n0 = let %n[0]
    %n1 = let %n[1]
    %n2 = let %n[2]
    return %first, %n0, %second, %n1, %third, %n2 }
}
