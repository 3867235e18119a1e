// What is behind the last element is nothing.
// RUN: leat run %s --input v=[3] > %t.compiled
// RUN: leat run %s --input v=[3] --reference | diff - %t.compiled
leat.model @program {
  func @main(%v: f64[T]) -> (w: f64[?], total: f64, dv: f64[T]) {
    %w = slice %v, axis = 0, start = 1
    %s, %d = grad @total(%v) wrt(v)
    return %w, %s, %d
  }
  func @total(%v: f64[T]) -> (s: f64) {
    %s = let sum(slice(%v, axis = 0, start = 1) ** 2) + sum(slice(%v, axis = 0, start = 1, step = 2)) + sum(%v)
    return %s
  }
}
