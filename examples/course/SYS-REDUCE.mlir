// SYS-REDUCE: long sums.
//
//   sum x,   sum (1 + x) / 2,   sum x^2
//
// Source: Higham 1993 on the accuracy of sums. One number added after the other loses digits in
// f32; sums of partial sums do not.
leat.model @long_sums {
  func @main(%x: f64[n]) -> (sum: f64, sum_positive: f64, sum_sq: f64) {
    %sum = sum %x
    %positive = let sum((1 + %x) / 2)
    %squares = let sum(%x ** 2)
    return %sum, %positive, %squares }
}
