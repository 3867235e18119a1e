// RUN: %check-kernels %s

// input k: [12345678901234, 7]
// expect: [12345678901234, 8]
// expect: random_bits(k, (5, 3, 2))
leat.kernel @bits(%k: i64[2]) -> (i64[2], i32[5, 3, 2]) {
  %n = advance %k : (i64[2]) -> i64[2]
  %b = random_bits %k, shape = [5, 3], words = 2 : (i64[2]) -> i32[5, 3, 2]
  return %n, %b : i64[2], i32[5, 3, 2]
}

// The known answer of Random123 for key and counter zero.
// input k: [0, 0]
// expect: np.array([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8], np.uint32).view(np.int32).reshape(4, 1)
leat.kernel @known_answer(%k: i64[2]) -> (i32[4, 1]) {
  %b = random_bits %k, shape = [4], words = 1 : (i64[2]) -> i32[4, 1]
  return %b : i32[4, 1]
}

// input k: [-3, 5000000000]
// tolerance: 0
// expect: uniform(k, 0, 1, (7, 3), np.float32)
// expect: uniform(k, -1, 3.3, (7, 3), np.float32)
// expect: uniform(k, 0, 1, (9,), np.float64)
// expect: uniform(k, -1, 3.3, (9,), np.float64)
leat.kernel @uniforms(%k: i64[2]) -> (f32[7, 3], f32[7, 3], f64[9], f64[9]) {
  %a = uniform key(%k) (0, 1) : (i64[2]) -> f32[7, 3]
  %b = uniform key(%k) (-1, 3.3) : (i64[2]) -> f32[7, 3]
  %c = uniform key(%k) (0, 1) : (i64[2]) -> f64[9]
  %d = uniform key(%k) (-1, 3.3) : (i64[2]) -> f64[9]
  return %a, %b, %c, %d : f32[7, 3], f32[7, 3], f64[9], f64[9]
}

// input k: [3, 1]
// expect: randint(k, 1, 1000, (50,), np.int64)
// expect: randint(k, -5, 5, (50,), np.int32)
// expect: bernoulli(k, 0.3, (50,), np.float32)
// expect: bernoulli(k, 0.3, (50,), np.int8)
// expect: np.ones(50)
leat.kernel @integers(%k: i64[2]) -> (i64[50], i32[50], f32[50], i1[50], f64[50]) {
  %a = randint key(%k) (1, 1000) : (i64[2]) -> i64[50]
  %b = randint key(%k) (-5, 5) : (i64[2]) -> i32[50]
  %c = bernoulli key(%k) (0.3) : (i64[2]) -> f32[50]
  %d = bernoulli key(%k) (0.3) : (i64[2]) -> i1[50]
  %e = bernoulli key(%k) (1) : (i64[2]) -> f64[50]
  return %a, %b, %c, %d, %e : i64[50], i32[50], f32[50], i1[50], f64[50]
}

// input k: [3, 1]
// expect: normal(k, 0, 1, (100, 3), np.float32)
// expect: normal(k, 2, 0.5, (100,), np.float64)
leat.kernel @normals(%k: i64[2]) -> (f32[100, 3], f64[100]) {
  %a = normal key(%k) : (i64[2]) -> f32[100, 3]
  %b = normal key(%k) (2, 0.5) : (i64[2]) -> f64[100]
  return %a, %b : f32[100, 3], f64[100]
}
