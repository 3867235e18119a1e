// An inner loop starts from an input each time, and its end becomes a carry that is handed on.
// RUN: leat run %s --input x=[1,2] --input y=[3,4] --input n=2 --entry main.vjp > %t.compiled
// RUN: leat run %s --input x=[1,2] --input y=[3,4] --input n=2 --entry main.vjp --reference | diff - %t.compiled
leat.model @program {
  func @main(%x: f64[2], %y: f64[2], %n: i64) -> (r: f64) {
    %a, %b, %left, %all = while carry(%p = %x, %q = %x, %i = %n), max_trips = 4 {
      %more = let %i > 0
      condition %more
    } do {
      %s, %t = for %j = 2 downto 1 carry(%u = %x, %v = %q) {
        yield %y, %y
      }
      %i1 = let %i - 1
      yield %t, %x, %i1 stack(%x)
    }
    %r = let sum(%a * %a) + sum(%all)
    return %r
  }
  func @main.vjp(%x: f64[2], %y: f64[2], %n: i64) -> (r: f64, dx: f64[2], dy: f64[2]) {
    %r, %dx, %dy = grad @main(%x, %y, %n) wrt(x, y)
    return %r, %dx, %dy
  }
}
