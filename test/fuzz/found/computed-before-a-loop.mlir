// What is computed before an inner loop becomes the carry that the loop starts in and leaves.
// RUN: leat run %s --input x=0.5 --input v=2 --input rows=[[1],[2],[3]] --input n=2 > %t.compiled
// RUN: leat run %s --input x=0.5 --input v=2 --input rows=[[1],[2],[3]] --input n=2 --reference | diff - %t.compiled
leat.model @program {
  func @f(%x: f64, %rows: f64[3, 1], %n: i64, %v: f64) -> (y: f64) {
    %a, %b, %all = for %i = 0 to %n, max_trips = 5, save = all carry(%p = %v, %q = %x) {
      %left, %stacked = for %j = 2 to 4 carry(%u = %q) over(%r = %rows) {
        yield %v stack(%x)
      }
      %new = let %p / sqrt(%p * %p + 1) * 1.47
      yield %left, %new stack(%x)
    }
    %y = sin %b
    return %y
  }
  func @main(%x: f64, %rows: f64[3, 1], %n: i64, %v: f64) -> (y: f64, dx: f64, dv: f64) {
    %y, %dx, %dv = grad @f(%x, %rows, %n, %v) wrt(x, v)
    return %y, %dx, %dv
  }
}
