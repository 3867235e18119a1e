// SYS-PHILOX: Philox4x32-10, random numbers by counting.
//
//   ten rounds on a counter (c0, c1, c2, c3) under a key (k0, k1), all numbers of 32 bits:
//     hi0 lo0 = D2511F53 * c0,   hi1 lo1 = CD9E8D57 * c2
//     c = (hi1 ^ c1 ^ k0, lo1, hi0 ^ c3 ^ k1, lo0),   k = k + (9E3779B9, BB67AE85)
//
// Source: Salmon, Moraes, Dror & Shaw 2011. The library draws from it with the seed as the key, and
// the counter (block, 0, draw): `differing_words` counts where its op `random_bits` does not agree.
leat.model @philox {
  // The 32 lowest bits, and the 32 above them, of integers of 64.
  func @low(%x: i64[C]) -> (low: i64[C]) {
    %low = let bit_and(%x, 0xFFFFFFFF)
    return %low }
  func @high(%x: i64[C]) -> (high: i64[C]) {
    %high = let @low(shift_right(%x, 32))
    return %high }

  func @philox(%counter: i64[C, 4], %key: i64[C, 2]) -> (words: i64[C, 4]) {
    %c = transpose %counter
    %k = transpose %key
    %a0 = let %c[0]     %a1 = let %c[1]     %a2 = let %c[2]     %a3 = let %c[3]
    %j0 = let %k[0]     %j1 = let %k[1]
    %w0, %w1, %w2, %w3, %l0, %l1 = for %round = 1 to 10
      carry(%c0 = %a0, %c1 = %a1, %c2 = %a2, %c3 = %a3, %k0 = %j0, %k1 = %j1) {
      %p0 = let 0xD2511F53 * %c0
      %p1 = let 0xCD9E8D57 * %c2
      %d0 = let bit_xor(bit_xor(@high(%p1), %c1), %k0)
      %d1 = let @low(%p1)
      %d2 = let bit_xor(bit_xor(@high(%p0), %c3), %k1)
      %d3 = let @low(%p0)
      %k0n = let @low(%k0 + 0x9E3779B9)
      %k1n = let @low(%k1 + 0xBB67AE85)
      yield %d0, %d1, %d2, %d3, %k0n, %k1n }
    %words = stack %w0, %w1, %w2, %w3, axis = 1
    return %words }

  // The library's words of block 0, seed and draw being 64-bit numbers.
  func @differing(%key: i64[1, 2], %draw: i64[1, 2]) -> (n: i64) {
    %seed_and_draw = let concat(%key, %draw)
    %both = let bit_or(slice(%seed_and_draw, axis = 1, stop = 1),
                       shift_left(slice(%seed_and_draw, axis = 1, start = 1), 32))
    %pair = squeeze %both, axis = 1
    %words = random_bits %pair, shape = [4], words = 1
    %library = let @low(i64(squeeze(%words, axis = 1)))
    %zero = full 0 : i64[1, 2]
    %mine = let @philox(concat(%zero, %draw, axis = 1), %key)
    %n = let count_nonzero(%mine[0] - %library)
    return %n }

  func @main(%counter: i64[C, 4] = [[0, 0, 0, 0],
                                    [4294967295, 4294967295, 4294967295, 4294967295],
                                    [608135816, 2242054355, 320440878, 57701188], [1, 2, 3, 4]],
             %key: i64[C, 2] = [[0, 0], [4294967295, 4294967295],
                                [2752067618, 698298832], [5, 6]])
      -> (out: i64[C, 4], differing_words: i64) {
    %out = call @philox(%counter, %key)
    %last = slice %key, axis = 0, start = -1
    %draw = let slice(slice(%counter, axis = 0, start = -1), axis = 1, start = 2)
    %differing = call @differing(%last, %draw)
    return %out, %differing }
}
