// What is the same in all rows of an image, or in all columns: a vector over several rows does not go
// on in it.
// RUN: leat run %s > %t.compiled
// RUN: leat run %s --reference | diff - %t.compiled
leat.model @program {
  param @x : f64[3, 1, 5, 5] = normal      param @one : f64[1, 1, 2, 3] = normal
  param @many : f64[9, 1, 2, 3] = normal   param @columns : f64[3, 1, 1, 3] = normal
  param @rows : f64[1, 1, 4, 1] = normal   param @plane : f64[4, 3] = normal
  func @main() -> (a: f64[3, 1, 4, 3], b: f64[3, 1, 4, 3], c: f64[3, 1, 4, 3], d: f64[3, 9, 4, 3],
                   e: f64[3, 9, 4, 3]) {
    %a = let conv(@x, @one, stride = [2, 1], padding = [2, 0]) * 2 + @columns
    %b = let conv(@x, @one, stride = [2, 1], padding = [2, 0]) * @rows
    %c = let conv(@x, @one, stride = [2, 1], padding = [2, 0]) - @plane
    %d = let conv(@x, @many, stride = [2, 1], padding = [2, 0]) * @columns
    %e = let conv(@x, @many, stride = [2, 1], padding = [2, 0]) + @plane * @rows
    return %a, %b, %c, %d, %e
  }
}
