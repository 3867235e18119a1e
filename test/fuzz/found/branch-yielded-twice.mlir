// A branch whose result is yielded twice: it stands in one place, from where the other copies it.
// RUN: leat-fuzz --repeat %s 3000085
leat.model @program {
  func @f0(%x939: f64, %c938: i1, %x937: f64, %x950: f64, %c936: i1) -> (r0: f64) {
    %v51, %v52 = if %c936 {
      %v43 = if %c938 {
        yield %x939
      } else {
        yield %x937
      }
      yield %v43, %v43
    } else {
      yield %x950, %x950
    }
    %v53 = let %v51 * 0.8 + sin(%v52 + 0.3)
    return %v53
  }
  func @f0.vjp(%x939: f64, %c938: i1, %x937: f64, %x950: f64, %c936: i1, %u5r0: f64) -> (r0: f64, r1: f64, r2: f64, r3: f64) {
    %r0, %r1, %r2, %r3 = vjp @f0(%x939, %c938, %x937, %x950, %c936) cotangent(%u5r0) wrt(x939, x937, x950)
    return %r0, %r1, %r2, %r3
  }
}
// -----
leat.model @program {
  func @f0(%x939: f64, %c938: i1, %x937: f64, %x950: f64, %c936: i1) -> (r0: f64) {
    %o70 = where %c938, %x939, %x937
    %o71 = where %c936, %o70, %x950
    %o72 = where %c936, %o70, %x950
    %o73 = let %o71 * 0.8 + sin(%o72 + 0.3)
    return %o73
  }
  func @f0.vjp(%x939: f64, %c938: i1, %x937: f64, %x950: f64, %c936: i1, %u5r0: f64) -> (r0: f64, r1: f64, r2: f64, r3: f64) {
    %r0, %r1, %r2, %r3 = vjp @f0(%x939, %c938, %x937, %x950, %c936) cotangent(%u5r0) wrt(x939, x937, x950)
    return %r0, %r1, %r2, %r3
  }
}
