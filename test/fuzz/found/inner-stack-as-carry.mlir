// What an inner loop stacks is what the outer one carries.
// RUN: leat run %s --input x=[1,2,3] --input n=2 > %t.compiled
// RUN: leat run %s --input x=[1,2,3] --input n=2 --reference | diff - %t.compiled
leat.model @program {
  func @main(%x: f64[3], %n: i64) -> (counted: f64[3], read: f64[3], until: f64[3]) {
    %counted = for %i = 1 to 5 carry(%y = %x) {
      %o = full 0.5 : f64
      %s, %z = for %t = 1 to 3 carry(%q = %o) over(%r = %x) {
        %q1 = let %q * 2 + %r
        yield %q1 stack(%q1) }
      yield %z
    }
    %read = for %i = 1 to 5 carry(%y = %x) {
      %o = full 0.5 : f64
      %s, %z = for %t = 1 to 3 carry(%q = %o) over(%r = %y) {
        %q1 = let %q * 2 + %r
        yield %q1 stack(%q1) }
      yield %z
    }
    %until, %left = while carry(%y = %x, %i = %n), max_trips = 4 {
      %more = let %i > 0
      condition %more } do {
      %o = full 0.5 : f64
      %s, %z = for %t = 1 to 3 carry(%q = %o) over(%r = %x) {
        %q1 = let %q * 2 + %r
        yield %q1 stack(%q1) }
      %i1 = let %i - 1
      yield %z, %i1
    }
    return %counted, %read, %until
  }
}
