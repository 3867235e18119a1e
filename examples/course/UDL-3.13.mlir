// UDL-3.13: the patterns of active units in the regions that lines make of the plane.
//
//   unit d is active at x where w_d . x + b_d > 0: on one side of a line
//   D lines make 1 + D + D (D - 1) / 2 regions, each of a pattern of its own, of 2^D
//
// Source: Understanding Deep Learning, problem 3.13; the lines are only drawn there. They should be
// in general position: not all parallel, no three through one point. Then every region has a
// corner, where two lines i and j meet. Around it there are all four patterns of these two units,
// while the others are as they are at the corner: so the corners tell all patterns. A pattern is
// written as the number that has 2^d for each active unit d.
leat.model @patterns {
  func @corners(%W: f64[D, 2], %b: f64[D]) -> (corner: f64[D, D, 2], parallel: i1[D, D]) {
    %columns = transpose %W
    %u = let %columns[0]
    %v = let %columns[1]
    %ui = unsqueeze %u, axis = 1
    %vi = unsqueeze %v, axis = 1
    %bi = unsqueeze %b, axis = 1
    %det = let %ui * %v - %vi * %u                 // Cramer's rule
    %x = let (%vi * %b - %bi * %v) / %det
    %y = let (%bi * %u - %ui * %b) / %det
    %corner = stack %x, %y, axis = 2
    %parallel = let %det == 0                      // also a line with itself
    return %corner, %parallel }
  func @codes(%W: f64[D, 2], %b: f64[D]) -> (codes: i64[D, D, 4]) {
    %corner, %parallel = let @corners(%W, %b)
    %d = iota shape = [D], dtype = i64
    %bit = let shift_left(1, %d)
    %biti = unsqueeze %bit, axis = 1
    %apart = let unsqueeze(%d, axis = 1) <> %d
    %others = let logical_and(unsqueeze(%apart, axis = 1), %apart) // d is neither i nor j
    %active = let linear(%corner, %W, %b) > 0
    %code = let sum(where(logical_and(%others, %active), %bit, 0), axis = 2)
    %four = let stack(%code, %code + %biti, %code + %bit, %code + %biti + %bit, axis = 2)
    %codes = let where(unsqueeze(%parallel, axis = 2), -1, %four)
    return %codes }
  func @main(%W: f64[D, 2], %b: f64[D]) -> (n_patterns: i64, missing_pattern: i64[D]) {
    %codes = let @codes(%W, %b)
    %d = iota shape = [D], dtype = i64
    %bit = let shift_left(1, %d)
    %last = let sum(%bit)                          // all units are active
    %none = full -1 : i64
    %zero = full 0 : i64
    %n, %missing = for %p = 0 to %last carry(%n = %zero, %missing = %none) {
      %there = let any(%codes == %p)
      %more = let %n + i64(%there)
      %first = let where(logical_or(%there, %missing >= 0), %missing, %p)
      yield %more, %first }
    // The first pattern that no region has, unit by unit; -1 where each has a region.
    %pattern = let where(%missing < 0, -1, mod(floor_div(%missing, %bit), 2))
    return %n, %pattern }
  // The pattern at points of the plane, to be drawn: the regions.
  func @pattern(%W: f64[D, 2], %b: f64[D], %x: f64[N, 2]) -> (pattern: i64[N]) {
    %bit = let shift_left(1, iota(shape = [D], dtype = i64))
    %pattern = let sum(where(linear(%x, %W, %b) > 0, %bit, 0), axis = 1)
    return %pattern }
}
