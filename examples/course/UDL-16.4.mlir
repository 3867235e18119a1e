// UDL-16.4: inverses and determinants that are cheap.
//
//   diagonal: 1 / O_ii, prod_i O_ii;   lower triangular: forward substitution, prod_i O_ii
//
// Source: Understanding Deep Learning, problem 16.4. O1 is given by its diagonal.
leat.model @cheap_determinants {
  func @main(%O1: f64[D], %O2: f64[E, E])
      -> (inv_O1_diag: f64[D], det_O1: f64, inv_O2: f64[E, E], det_O2: f64) {
    %inv_O1 = let 1 / %O1
    %det_O1 = prod %O1
    %inv_O2 = let triangular_solve(%O2, eye(E, dtype = f64))
    %det_O2 = let prod(diag_part(%O2))
    return %inv_O1, %det_O1, %inv_O2, %det_O2 }
}
