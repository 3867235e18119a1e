// RUN: %check-loops %s
// Pointwise ops: broadcasts, transposes, slices, gathers, types.

#id1 = affine_map<(i) -> (i)>
#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (j)>
#col = affine_map<(i, j) -> (i)>
#all = affine_map<(i, j) -> ()>
#t = affine_map<(i, j) -> (j, i)>

func.func @broadcast_row_column_scalar(%x: memref<37x53xf32>, %r: memref<53xf32>, %c: memref<37xf32>, %s: memref<1xf32>, %y: memref<37x53xf32>) {
  linalg.generic {indexing_maps = [#id, #row, #col, affine_map<(i, j) -> (0)>, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %r, %c, %s : memref<37x53xf32>, memref<53xf32>, memref<37xf32>, memref<1xf32>) outs(%y : memref<37x53xf32>) {
  ^bb0(%a: f32, %b: f32, %d: f32, %e: f32, %o: f32):
    %0 = arith.mulf %a, %b : f32
    %1 = arith.addf %0, %d : f32
    %2 = arith.mulf %1, %e : f32
    linalg.yield %2 : f32
  }
  return
}

func.func @flat_four_dimensions(%x: memref<3x5x7x9xf32>, %y: memref<3x5x7x9xf32>) {
  linalg.generic {indexing_maps = [affine_map<(a, b, c, d) -> (a, b, c, d)>, affine_map<(a, b, c, d) -> (a, b, c, d)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x : memref<3x5x7x9xf32>) outs(%y : memref<3x5x7x9xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.tanh %a : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @channel_scale(%x: memref<3x5x7x7xf32>, %g: memref<5xf32>, %y: memref<3x5x7x7xf32>) {
  linalg.generic {indexing_maps = [affine_map<(a, b, c, d) -> (a, b, c, d)>, affine_map<(a, b, c, d) -> (b)>, affine_map<(a, b, c, d) -> (a, b, c, d)>],
      iterator_types = ["parallel", "parallel", "parallel", "parallel"]} ins(%x, %g : memref<3x5x7x7xf32>, memref<5xf32>) outs(%y : memref<3x5x7x7xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.mulf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @transpose(%x: memref<37x50xf32>, %y: memref<50x37xf32>) {
  linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<37x50xf32>) outs(%y : memref<50x37xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}

func.func @strided_maps(%x: memref<9x80xf32>, %y: memref<4x35xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i, j) -> (i * 2 + 1, j * 2 + 3)>, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<9x80xf32>) outs(%y : memref<4x35xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.addf %a, %a : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @strided_slices(%x: memref<20x80xf32>, %y: memref<20x80xf32>) {
  %a = memref.subview %x[2, 3] [6, 24] [3, 3] : memref<20x80xf32> to memref<6x24xf32, strided<[240, 3], offset: 163>>
  %b = memref.subview %y[1, 5] [6, 24] [2, 1] : memref<20x80xf32> to memref<6x24xf32, strided<[160, 1], offset: 85>>
  memref.copy %a, %b : memref<6x24xf32, strided<[240, 3], offset: 163>> to memref<6x24xf32, strided<[160, 1], offset: 85>>
  return
}

func.func @pad_with_index(%x: memref<5x19xf32>, %y: memref<7x23xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c2 = arith.constant 2 : index
  %c4 = arith.constant 4 : index
  %c18 = arith.constant 18 : index
  %zero = arith.constant 0.0 : f32
  linalg.generic {indexing_maps = [#id], iterator_types = ["parallel", "parallel"]} outs(%y : memref<7x23xf32>) {
  ^bb0(%o: f32):
    %i = linalg.index 0 : index
    %j = linalg.index 1 : index
    %i1 = arith.subi %i, %c1 : index
    %j1 = arith.subi %j, %c2 : index
    %i2 = arith.maxsi %i1, %c0 : index
    %i3 = arith.minsi %i2, %c4 : index
    %j2 = arith.maxsi %j1, %c0 : index
    %j3 = arith.minsi %j2, %c18 : index
    %v = memref.load %x[%i3, %j3] : memref<5x19xf32>
    %p = arith.cmpi eq, %i1, %i3 : index
    %q = arith.cmpi eq, %j1, %j3 : index
    %in = arith.andi %p, %q : i1
    %r = arith.select %in, %v, %zero : f32
    linalg.yield %r : f32
  }
  return
}

// args @gather_rows: 1=below:30
func.func @gather_rows(%table: memref<30x40xf32>, %index: memref<9xi64>, %y: memref<9x40xf32>) {
  linalg.generic {indexing_maps = [#col, #id], iterator_types = ["parallel", "parallel"]} ins(%index : memref<9xi64>) outs(%y : memref<9x40xf32>) {
  ^bb0(%n: i64, %o: f32):
    %i = arith.index_cast %n : i64 to index
    %j = linalg.index 1 : index
    %v = memref.load %table[%i, %j] : memref<30x40xf32>
    linalg.yield %v : f32
  }
  return
}

// args @gather_elements: 1=below:30
func.func @gather_elements(%table: memref<30x40xf32>, %index: memref<9x40xi64>, %y: memref<9x40xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%index : memref<9x40xi64>) outs(%y : memref<9x40xf32>) {
  ^bb0(%n: i64, %o: f32):
    %i = arith.index_cast %n : i64 to index
    %j = linalg.index 1 : index
    %v = memref.load %table[%i, %j] : memref<30x40xf32>
    linalg.yield %v : f32
  }
  return
}

func.func @several_outputs_and_in_out(%g: memref<1003xf32>, %m: memref<1003xf32>, %w: memref<1003xf32>) {
  %k = arith.constant 0.9 : f32
  %lr = arith.constant 0.01 : f32
  linalg.generic {indexing_maps = [#id1, #id1, #id1], iterator_types = ["parallel"]} ins(%g : memref<1003xf32>) outs(%m, %w : memref<1003xf32>, memref<1003xf32>) {
  ^bb0(%a: f32, %b: f32, %c: f32):
    %0 = arith.mulf %b, %k : f32
    %1 = arith.addf %0, %a : f32
    %2 = arith.mulf %1, %lr : f32
    %3 = arith.subf %c, %2 : f32
    linalg.yield %1, %3 : f32, f32
  }
  return
}

func.func @integers_and_masks(%x: memref<13x21xi64>, %z: memref<13x21xi64>, %m: memref<13x21xi1>, %y: memref<13x21xi64>, %lt: memref<13x21xi1>, %f: memref<13x21xf32>) {
  linalg.generic {indexing_maps = [#id, #id, #id, #id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %z, %m : memref<13x21xi64>, memref<13x21xi64>, memref<13x21xi1>) outs(%y, %lt, %f : memref<13x21xi64>, memref<13x21xi1>, memref<13x21xf32>) {
  ^bb0(%a: i64, %b: i64, %c: i1, %o: i64, %p: i1, %q: f32):
    %0 = arith.muli %a, %b : i64
    %1 = arith.select %c, %0, %a : i64
    %2 = arith.cmpi slt, %1, %b : i64
    %3 = arith.sitofp %1 : i64 to f32
    linalg.yield %1, %2, %3 : i64, i1, f32
  }
  return
}

// args @division_in_a_tail: 1=below:7
func.func @division_in_a_tail(%x: memref<19xi64>, %z: memref<19xi64>, %y: memref<19xi64>) {
  %c1 = arith.constant 1 : i64
  linalg.generic {indexing_maps = [#id1, #id1, #id1], iterator_types = ["parallel"]} ins(%x, %z : memref<19xi64>, memref<19xi64>) outs(%y : memref<19xi64>) {
  ^bb0(%a: i64, %b: i64, %o: i64):
    %d = arith.addi %b, %c1 : i64
    %0 = arith.divsi %a, %d : i64
    %e = arith.subi %d, %b : i64
    %1 = arith.remsi %0, %e : i64
    %2 = arith.addi %0, %1 : i64
    linalg.yield %2 : i64
  }
  return
}

// args @doubles: 0=positive
func.func @doubles(%x: memref<6x21xf64>, %c: memref<6xf64>, %y: memref<6x21xf64>) {
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %c : memref<6x21xf64>, memref<6xf64>) outs(%y : memref<6x21xf64>) {
  ^bb0(%a: f64, %b: f64, %o: f64):
    %0 = math.log %a : f64
    %1 = math.tanh %0 : f64
    %2 = math.exp %1 : f64
    %3 = math.erf %2 : f64
    %4 = math.powf %a, %b : f64
    %5 = arith.addf %3, %4 : f64
    %6 = math.sqrt %a : f64
    %7 = arith.mulf %5, %6 : f64
    linalg.yield %7 : f64
  }
  return
}

func.func @half_precision(%x: memref<70xf16>, %y: memref<70xf32>, %z: memref<70xf16>) {
  linalg.generic {indexing_maps = [#id1, #id1, #id1], iterator_types = ["parallel"]} ins(%x : memref<70xf16>) outs(%y, %z : memref<70xf32>, memref<70xf16>) {
  ^bb0(%a: f16, %o: f32, %p: f16):
    %0 = arith.extf %a : f16 to f32
    %1 = arith.mulf %0, %0 : f32
    %2 = arith.truncf %1 : f32 to f16
    linalg.yield %1, %2 : f32, f16
  }
  return
}

// args @not_vectorisable: 0=below:3
func.func @not_vectorisable(%x: memref<10xi64>, %t: memref<4xf32>, %y: memref<10xf32>) {
  %c2 = arith.constant 2 : i64
  %zero = arith.constant 0.0 : f32
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]} ins(%x : memref<10xi64>) outs(%y : memref<10xf32>) {
  ^bb0(%a: i64, %o: f32):
    %in = arith.cmpi slt, %a, %c2 : i64
    %v = scf.if %in -> f32 {
      %i = arith.index_cast %a : i64 to index
      %0 = memref.load %t[%i] : memref<4xf32>
      scf.yield %0 : f32
    } else {
      scf.yield %zero : f32
    }
    linalg.yield %v : f32
  }
  return
}

func.func @slices_of_run_time_offset(%x: memref<4x50xf32>, %y: memref<4x50xf32>) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c4 = arith.constant 4 : index
  scf.for %i = %c0 to %c4 step %c1 {
    %a = memref.subview %x[%i, 0] [1, 50] [1, 1] : memref<4x50xf32> to memref<50xf32, strided<[1], offset: ?>>
    %b = memref.subview %y[%i, 0] [1, 50] [1, 1] : memref<4x50xf32> to memref<50xf32, strided<[1], offset: ?>>
    %t = memref.alloc() : memref<50xf32>
    linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]} ins(%a : memref<50xf32, strided<[1], offset: ?>>) outs(%t : memref<50xf32>) {
    ^bb0(%p: f32, %o: f32):
      %0 = arith.addf %p, %p : f32
      linalg.yield %0 : f32
    }
    memref.copy %t, %b : memref<50xf32> to memref<50xf32, strided<[1], offset: ?>>
    memref.dealloc %t : memref<50xf32>
  }
  return
}

func.func @chain_through_a_reshape(%x: memref<8x6x20xf32>, %c: memref<8xf32>, %y: memref<8x120xf32>) {
  %t = memref.alloc() : memref<8x6x20xf32>
  linalg.generic {indexing_maps = [affine_map<(a, b, c) -> (a, b, c)>, affine_map<(a, b, c) -> (a, b, c)>], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : memref<8x6x20xf32>) outs(%t : memref<8x6x20xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  %flat = memref.collapse_shape %t [[0], [1, 2]] : memref<8x6x20xf32> into memref<8x120xf32>
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]} ins(%flat, %c : memref<8x120xf32>, memref<8xf32>) outs(%y : memref<8x120xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.mulf %a, %b : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %t : memref<8x6x20xf32>
  return
}

func.func @a_transposed_reader_is_not_fused(%x: memref<24x24xf32>, %y: memref<24x24xf32>) {
  %t = memref.alloc() : memref<24x24xf32>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<24x24xf32>) outs(%t : memref<24x24xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#t, #id, #id], iterator_types = ["parallel", "parallel"]} ins(%t, %t : memref<24x24xf32>, memref<24x24xf32>) outs(%y : memref<24x24xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @a_shifted_reader_is_not_fused(%x: memref<100xf32>, %y: memref<90xf32>) {
  %t = memref.alloc() : memref<100xf32>
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]} ins(%x : memref<100xf32>) outs(%t : memref<100xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.negf %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i) -> (i + 7)>, #id1], iterator_types = ["parallel"]} ins(%t : memref<100xf32>) outs(%y : memref<90xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}

func.func @wrapped_index_map(%x: memref<6xf32>, %y: memref<40xf32>) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i mod 6)>, #id1], iterator_types = ["parallel"]} ins(%x : memref<6xf32>) outs(%y : memref<40xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}

func.func @large_in_parallel(%x: memref<300x1001xf32>, %y: memref<300x1001xf32>) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<300x1001xf32>) outs(%y : memref<300x1001xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  return
}

func.func @large_transposes(%x: memref<300x501xf32>, %b: memref<300xf32>, %d: memref<501xf32>, %y: memref<501x300xf32>, %p: memref<70x45xf64>, %q: memref<45x70xf64>, %m: memref<20x33xi1>, %n: memref<33x20xi1>) {
  linalg.generic {indexing_maps = [#t, #row, #col, #id], iterator_types = ["parallel", "parallel"]} ins(%x, %b, %d : memref<300x501xf32>, memref<300xf32>, memref<501xf32>) outs(%y : memref<501x300xf32>) {
  ^bb0(%a: f32, %c: f32, %e: f32, %o: f32):
    %0 = arith.addf %a, %c : f32
    %1 = arith.mulf %0, %e : f32
    linalg.yield %1 : f32
  }
  linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]} ins(%p : memref<70x45xf64>) outs(%q : memref<45x70xf64>) {
  ^bb0(%a: f64, %o: f64):
    linalg.yield %a : f64
  }
  linalg.generic {indexing_maps = [#t, #id], iterator_types = ["parallel", "parallel"]} ins(%m : memref<20x33xi1>) outs(%n : memref<33x20xi1>) {
  ^bb0(%a: i1, %o: i1):
    linalg.yield %a : i1
  }
  return
}

func.func @channels_last(%x: memref<3x20x6x7xf32>, %y: memref<3x6x7x20xf32>) {
  linalg.generic {indexing_maps = [affine_map<(n, h, w, c) -> (n, c, h, w)>, affine_map<(n, h, w, c) -> (n, h, w, c)>], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x : memref<3x20x6x7xf32>) outs(%y : memref<3x6x7x20xf32>) {
  ^bb0(%a: f32, %o: f32):
    linalg.yield %a : f32
  }
  return
}
