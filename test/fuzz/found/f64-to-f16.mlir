// Rounded once: to nearest in f32 first, the first one would become 1 and the third 1.002.
// RUN: leat run %s | FileCheck %s
// RUN: leat run %s --reference | FileCheck %s
// CHECK: [ 1.001e+00 -1.001e+00  1.001e+00  6.104e-05  6.550e+04        inf
// CHECK: 5.960e-08  0.000e+00]
// CHECK: one = 1.001
leat.model @program {
  func @main(%x: f64[8] = [1.0004882812509095, -1.0004882812509095, 1.0014648437490905, 6.103515625e-05,
                           65519.99999999, 65520.0, 2.9802322388562674e-08, 2.9802322387695312e-08],
             %y: f64 = 1.0004882812509095) -> (many: f16[8], one: f16) {
    %many = let f16(%x)
    %one = let f16(%y)
    return %many, %one
  }
}
