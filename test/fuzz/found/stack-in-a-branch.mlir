// What a loop stacked before is given by a branch.
// RUN: leat run %s --input x=2 --input c=0 > %t.compiled
// RUN: leat run %s --input x=2 --input c=0 --reference | diff - %t.compiled
leat.model @program {
  func @main(%x: f64, %c: i1) -> (given: f64[4], last: f64) {
    %other = full 1.5 : f64[4]
    %last, %all = for %i = 0 to 3 carry(%v = %x) {
      %w = let %v * 2
      yield %w stack(%x)
    }
    %given = if %c {
      yield %other
    } else {
      yield %all
    }
    return %given, %last
  }
}
