// What a loop leaves where one carry stands becomes another carry, while that one is overwritten.
// RUN: leat run %s --input x=[1,2] --input y=[3,4] > %t.compiled
// RUN: leat run %s --input x=[1,2] --input y=[3,4] --reference | diff - %t.compiled
leat.model @program {
  func @main(%x: f64[2], %y: f64[2]) -> (a: f64[2], b: f64[2], c: f64[2], d: f64[2]) {
    %a, %b = for %i = 1 to 3 carry(%p = %x, %q = %y) {
      %s, %t = for %j = 1 to 2 carry(%u = %p, %v = %q) {
        %w = let %v + 2 * %u
        yield %x, %w
      }
      yield %y, %s
    }
    %n = full 3 : i64
    %c, %d, %left = while carry(%p = %x, %q = %y, %i = %n), max_trips = 4 {
      %more = let %i > 0
      condition %more } do {
      %s, %t = for %j = 1 to 2 carry(%u = %p, %v = %q) {
        %w = let %v + 2 * %u
        yield %x, %w
      }
      %i1 = let %i - 1
      yield %t, %s, %i1
    }
    return %a, %b, %c, %d
  }
}
