// The input gradient of a convolution of stride 2, with a sum in its kernel: its rows lie two elements apart.
// Whole numbers are exact, so that the interpreter gives the same bits. In widths with whole vectors and with tails.
// DEFINE: %{dir} = %t/1
// DEFINE: %{options} = --set W=28
// DEFINE: %{same} = leat run %s --no-cache %{options} --output-dir %{dir}/c && leat run %s --reference %{options} --output-dir %{dir}/r && cmp %{dir}/c/d.npy %{dir}/r/d.npy && cmp %{dir}/c/big.npy %{dir}/r/big.npy
// RUN: rm -rf %t && mkdir %t
// RUN: leat compile %s --emit kernel -o - | FileCheck %s
// CHECK: = conv_input_grad
// CHECK-NEXT: = add
// RUN: %{same}
// REDEFINE: %{options} = --set W=28 --float f64
// RUN: %{same}
// REDEFINE: %{options} = --set W=5
// RUN: %{same}
// REDEFINE: %{options} = --set W=71 --set C=33
// RUN: %{same}
// REDEFINE: %{options} = --set W=64 --set C=16 --threads 2
// RUN: %{same}
leat.model @m {
  config @W = 28     config @C = 20
  state @rng = seed
  func @loss(%x: f32[2, C, 9, W], %w: f32[6, C, 3, 3], %z: f32[2, C, 9, W]) -> (l: f32) {
    %y = let conv(%x, %w, stride = 2, padding = 1)
    %l = let sum(%y * %y) / 2 + sum(%x * %z)
    return %l }
  func @main() -> (d: f32[2, C, 9, W], big: i1[2, C, 9, W]) {
    %i = randint @rng (-3, 3) : i64[2, C, 9, W]     %j = randint @rng (-2, 2) : i64[6, C, 3, 3]
    %k = randint @rng (-9, 9) : i64[2, C, 9, W]
    %x = let f32(%i)     %w = let f32(%j)     %z = let f32(%k)
    %l, %d = grad @loss(%x, %w, %z) wrt(x)
    %big = let %d > 100
    return %d, %big }
}
