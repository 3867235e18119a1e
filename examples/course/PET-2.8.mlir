// PET-2.8: how large a margin SphereFace needs for classes to be apart.
//
//   K weights on a circle, theta = 2 pi / K between neighbours; class 1 is where m th_1 <= th_2
//   intra: a class spans 2 theta / (m + 1), between its two neighbours
//   inter: two classes are theta (m - 1) / (m + 1) apart
//   intra of two classes: theta (1 / (m - 1) + 1 / (m + 1)), no neighbour being on the other side
//   any two of a class are nearer than two of different ones where inter > intra
//
// Source: Introduction to Deep Learning Theory, exercise 2.8. theta drops out of both conditions; the
// thresholds for m, first with many classes and then with two, are found here by halving.
leat.model @margins {
  config @K = 8
  func @spans(%m: f64, %theta: f64) -> (intra: f64, inter: f64, intra_binary: f64) {
    %intra = let 2 * %theta / (%m + 1)
    %inter = let %theta * (%m - 1) / (%m + 1)
    %binary = let %theta * (1 / (%m - 1) + 1 / (%m + 1))
    return %intra, %inter, %binary }
  // The m from which on inter exceeds each of the two others; theta drops out.
  func @thresholds() -> (m: f64[2]) {
    %theta = full 1 : f64
    %one = full 1 : f64[2]
    %ten = full 10 : f64[2]
    %low, %high = for %t = 1 to 60 carry(%low = %one, %high = %ten) {
      %m = let (%low + %high) / 2
      %intra, %inter, %binary = vmap @spans(%m, %theta) in_axes(0, none)
      %apart = let stack(%inter[0] > %intra[0], %inter[1] > %binary[1])
      %l = let where(%apart, %low, %m)
      %h = let where(%apart, %m, %high)
      yield %l, %h }
    return %high }
  func @main(%ms: f64[M] = [2.0, 3.0, 4.0])
      -> (intra: f64[M], inter: f64[M], intra_binary: f64[M], thresholds: f64[2]) {
    %theta = let f64(2 * 3.14159265358979323846 / K)
    %intra, %inter, %binary = vmap @spans(%ms, %theta) in_axes(0, none)
    %thresholds = let @thresholds()
    return %intra, %inter, %binary, %thresholds }
}
