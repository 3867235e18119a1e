// RUN: %check-loops %s
// Reductions: lanes along columns, along rows, windows, chunks, odd bodies.

#id1 = affine_map<(i) -> (i)>
#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>
#col = affine_map<(i, j) -> (i)>
#id3 = affine_map<(a, b, c) -> (a, b, c)>

func.func @column_sum(%x: memref<40x333xf32>, %y: memref<333xf32>) {
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["reduction", "parallel"]} ins(%x : memref<40x333xf32>) outs(%y : memref<333xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @row_sum_onto_old_value(%x: memref<7x333xf32>, %y: memref<7xf32>) {
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<7x333xf32>) outs(%y : memref<7xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %a, %acc : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @row_sums_of_few_columns(%x: memref<40x10xf32>, %y: memref<40xf32>, %z: memref<40x3xf32>, %w: memref<40xf32>) {
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<40x10xf32>) outs(%y : memref<40xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %a, %acc : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%z : memref<40x3xf32>) outs(%w : memref<40xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.mulf %a, %acc : f32
    linalg.yield %0 : f32
  }
  return
}

// tolerance @full_sum: 2e-5
func.func @full_sum(%x: memref<100003xf32>, %y: memref<f32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<f32>)
  linalg.generic {indexing_maps = [#id1, affine_map<(i) -> ()>], iterator_types = ["reduction"]} ins(%x : memref<100003xf32>) outs(%y : memref<f32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}

// tolerance @long_rows: 2e-5
func.func @long_rows(%x: memref<3x40000xf32>, %y: memref<3xf32>, %z: memref<3xf32>) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<3xf32>)
  linalg.fill ins(%zero : f32) outs(%z : memref<3xf32>)
  linalg.generic {indexing_maps = [#id, #col, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<3x40000xf32>) outs(%y, %z : memref<3xf32>, memref<3xf32>) {
  ^bb0(%a: f32, %acc: f32, %max: f32):
    %0 = arith.mulf %a, %a : f32
    %1 = arith.addf %acc, %0 : f32
    %2 = arith.maximumf %max, %a : f32
    linalg.yield %1, %2 : f32, f32
  }
  return
}

// args @max_with_nan: 0=nan
func.func @max_with_nan(%x: memref<60x45xf32>, %y: memref<60xf32>, %z: memref<60xf32>, %c: memref<45xf32>) {
  %ninf = arith.constant 0xFF800000 : f32
  linalg.fill ins(%ninf : f32) outs(%y : memref<60xf32>)
  linalg.fill ins(%ninf : f32) outs(%z : memref<60xf32>)
  linalg.fill ins(%ninf : f32) outs(%c : memref<45xf32>)
  linalg.generic {indexing_maps = [#id, #col, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<60x45xf32>) outs(%y, %z : memref<60xf32>, memref<60xf32>) {
  ^bb0(%a: f32, %p: f32, %q: f32):
    %0 = arith.maximumf %p, %a : f32
    %1 = arith.maxnumf %q, %a : f32
    linalg.yield %0, %1 : f32, f32
  }
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["reduction", "parallel"]} ins(%x : memref<60x45xf32>) outs(%c : memref<45xf32>) {
  ^bb0(%a: f32, %p: f32):
    %0 = arith.maximumf %p, %a : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @argmax_rows(%x: memref<37x19xf32>, %v: memref<37xf32>, %n: memref<37xi64>) {
  %ninf = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0 : i64
  linalg.fill ins(%ninf : f32) outs(%v : memref<37xf32>)
  linalg.fill ins(%zero : i64) outs(%n : memref<37xi64>)
  linalg.generic {indexing_maps = [#id, #col, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<37x19xf32>) outs(%v, %n : memref<37xf32>, memref<37xi64>) {
  ^bb0(%a: f32, %best: f32, %at: i64):
    %j = linalg.index 1 : index
    %k = arith.index_cast %j : index to i64
    %more = arith.cmpf ogt, %a, %best : f32
    %0 = arith.select %more, %a, %best : f32
    %1 = arith.select %more, %k, %at : i64
    linalg.yield %0, %1 : f32, i64
  }
  return
}

func.func @argmax_of_all(%x: memref<500xf32>, %v: memref<f32>, %n: memref<i64>) {
  linalg.generic {indexing_maps = [#id1, affine_map<(i) -> ()>, affine_map<(i) -> ()>], iterator_types = ["reduction"]} ins(%x : memref<500xf32>) outs(%v, %n : memref<f32>, memref<i64>) {
  ^bb0(%a: f32, %best: f32, %at: i64):
    %j = linalg.index 0 : index
    %k = arith.index_cast %j : index to i64
    %more = arith.cmpf ogt, %a, %best : f32
    %0 = arith.select %more, %a, %best : f32
    %1 = arith.select %more, %k, %at : i64
    linalg.yield %0, %1 : f32, i64
  }
  return
}

func.func @max_pool(%x: memref<2x3x12x38xf32>, %y: memref<2x3x6x19xf32>) {
  %ninf = arith.constant 0xFF800000 : f32
  %window = memref.alloc() : memref<2x2xf32>
  linalg.fill ins(%ninf : f32) outs(%y : memref<2x3x6x19xf32>)
  linalg.generic {indexing_maps = [affine_map<(n, c, h, w, p, q) -> (n, c, h * 2 + p, w * 2 + q)>, affine_map<(n, c, h, w, p, q) -> (p, q)>, affine_map<(n, c, h, w, p, q) -> (n, c, h, w)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %window : memref<2x3x12x38xf32>, memref<2x2xf32>) outs(%y : memref<2x3x6x19xf32>) {
  ^bb0(%a: f32, %unused: f32, %acc: f32):
    %0 = arith.maximumf %acc, %a : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %window : memref<2x2xf32>
  return
}

func.func @average_pool(%x: memref<2x3x12x40xf32>, %y: memref<2x3x10x38xf32>) {
  %zero = arith.constant 0.0 : f32
  %window = memref.alloc() : memref<3x3xf32>
  linalg.fill ins(%zero : f32) outs(%y : memref<2x3x10x38xf32>)
  linalg.generic {indexing_maps = [affine_map<(n, c, h, w, p, q) -> (n, c, h + p, w + q)>, affine_map<(n, c, h, w, p, q) -> (p, q)>, affine_map<(n, c, h, w, p, q) -> (n, c, h, w)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%x, %window : memref<2x3x12x40xf32>, memref<3x3xf32>) outs(%y : memref<2x3x10x38xf32>) {
  ^bb0(%a: f32, %unused: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %window : memref<3x3xf32>
  return
}

func.func @global_pool(%x: memref<5x6x7x7xf32>, %y: memref<5x6xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, c, h, w) -> (n, c, h, w)>, affine_map<(n, c, h, w) -> (n, c)>], iterator_types = ["parallel", "parallel", "reduction", "reduction"]}
      ins(%x : memref<5x6x7x7xf32>) outs(%y : memref<5x6xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @sum_of_a_broadcast_that_does_not_merge(%x: memref<5x9x17xf32>, %k: memref<17xf32>, %y: memref<5xf32>) {
  linalg.generic {indexing_maps = [#id3, affine_map<(a, b, c) -> (c)>, affine_map<(a, b, c) -> (a)>], iterator_types = ["parallel", "reduction", "reduction"]}
      ins(%x, %k : memref<5x9x17xf32>, memref<17xf32>) outs(%y : memref<5xf32>) {
  ^bb0(%a: f32, %b: f32, %acc: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %acc, %0 : f32
    linalg.yield %1 : f32
  }
  return
}

func.func @middle_sum(%x: memref<6x11x35xf32>, %y: memref<6x35xf32>) {
  linalg.generic {indexing_maps = [#id3, affine_map<(a, b, c) -> (a, c)>], iterator_types = ["parallel", "reduction", "parallel"]} ins(%x : memref<6x11x35xf32>) outs(%y : memref<6x35xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @matmul(%x: memref<9x20xf32>, %w: memref<20x18xf32>, %y: memref<9x18xf32>) {
  linalg.matmul ins(%x, %w : memref<9x20xf32>, memref<20x18xf32>) outs(%y : memref<9x18xf32>)
  return
}

func.func @integers(%x: memref<15x37xi64>, %s: memref<15xi64>, %m: memref<15xi64>, %o: memref<15xi64>) {
  linalg.generic {indexing_maps = [#id, #col, #col, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<15x37xi64>) outs(%s, %m, %o : memref<15xi64>, memref<15xi64>, memref<15xi64>) {
  ^bb0(%a: i64, %p: i64, %q: i64, %r: i64):
    %0 = arith.addi %p, %a : i64
    %1 = arith.maxsi %q, %a : i64
    %2 = arith.ori %r, %a : i64
    linalg.yield %0, %1, %2 : i64, i64, i64
  }
  return
}

func.func @any_of_bits(%x: memref<15x37xi1>, %s: memref<15xi1>) {
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<15x37xi1>) outs(%s : memref<15xi1>) {
  ^bb0(%a: i1, %p: i1):
    %0 = arith.andi %p, %a : i1
    linalg.yield %0 : i1
  }
  return
}

func.func @doubles(%x: memref<5x333xf64>, %y: memref<5xf64>, %z: memref<333xf64>) {
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<5x333xf64>) outs(%y : memref<5xf64>) {
  ^bb0(%a: f64, %acc: f64):
    %e = math.exp %a : f64
    %0 = arith.addf %acc, %e : f64
    linalg.yield %0 : f64
  }
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["reduction", "parallel"]} ins(%x : memref<5x333xf64>) outs(%z : memref<333xf64>) {
  ^bb0(%a: f64, %acc: f64):
    %0 = arith.addf %acc, %a : f64
    linalg.yield %0 : f64
  }
  return
}

func.func @a_running_value_that_is_no_plain_sum(%x: memref<20x17xf32>, %y: memref<20xf32>) {
  %k = arith.constant 0.5 : f32
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<20x17xf32>) outs(%y : memref<20xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.mulf %acc, %k : f32
    %1 = arith.addf %0, %a : f32
    linalg.yield %1 : f32
  }
  return
}

func.func @sum_and_pointwise_in_one_op(%x: memref<20x77xf32>, %e: memref<20x77xf32>, %s: memref<20xf32>) {
  linalg.generic {indexing_maps = [#id, #id, #col], iterator_types = ["parallel", "reduction"]} ins(%x : memref<20x77xf32>) outs(%e, %s : memref<20x77xf32>, memref<20xf32>) {
  ^bb0(%a: f32, %o: f32, %acc: f32):
    %0 = math.exp %a : f32
    %1 = arith.addf %acc, %0 : f32
    linalg.yield %0, %1 : f32, f32
  }
  return
}

func.func @some_reduction_loops_in_memory(%x: memref<6x5x30xf32>, %y: memref<5x30xf32>, %z: memref<30xf32>) {
  linalg.generic {indexing_maps = [#id3, affine_map<(a, b, c) -> (b, c)>, affine_map<(a, b, c) -> (c)>], iterator_types = ["reduction", "reduction", "parallel"]}
      ins(%x : memref<6x5x30xf32>) outs(%y, %z : memref<5x30xf32>, memref<30xf32>) {
  ^bb0(%a: f32, %p: f32, %q: f32):
    %0 = arith.addf %p, %a : f32
    %1 = arith.addf %q, %a : f32
    linalg.yield %0, %1 : f32, f32
  }
  return
}
