// RUN: %check-loops %s
// Several ops that share loops: softmax, norms, pools after activations.

#id = affine_map<(i, j) -> (i, j)>
#col = affine_map<(i, j) -> (i)>
#row = affine_map<(i, j) -> (j)>
#id1 = affine_map<(i) -> (i)>
#id4 = affine_map<(n, c, h, w) -> (n, c, h, w)>
#chan = affine_map<(n, c, h, w) -> (c)>

func.func @softmax_of_10(%x: memref<33x10xf32>, %y: memref<33x10xf32>) {
  %ninf = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %m = memref.alloc() : memref<33xf32>
  %s = memref.alloc() : memref<33xf32>
  %e = memref.alloc() : memref<33x10xf32>
  linalg.fill ins(%ninf : f32) outs(%m : memref<33xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<33x10xf32>) outs(%m : memref<33xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.maximumf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %m : memref<33x10xf32>, memref<33xf32>) outs(%e : memref<33x10xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    %1 = math.exp %0 : f32
    linalg.yield %1 : f32
  }
  linalg.fill ins(%zero : f32) outs(%s : memref<33xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%e : memref<33x10xf32>) outs(%s : memref<33xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%e, %s : memref<33x10xf32>, memref<33xf32>) outs(%y : memref<33x10xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %m : memref<33xf32>
  memref.dealloc %s : memref<33xf32>
  memref.dealloc %e : memref<33x10xf32>
  return
}

func.func @softmax_of_1000(%x: memref<130x1000xf32>, %y: memref<130x1000xf32>) {
  %ninf = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %m = memref.alloc() : memref<130xf32>
  %s = memref.alloc() : memref<130xf32>
  %e = memref.alloc() : memref<130x1000xf32>
  linalg.fill ins(%ninf : f32) outs(%m : memref<130xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<130x1000xf32>) outs(%m : memref<130xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.maximumf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %m : memref<130x1000xf32>, memref<130xf32>) outs(%e : memref<130x1000xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    %1 = math.exp %0 : f32
    linalg.yield %1 : f32
  }
  linalg.fill ins(%zero : f32) outs(%s : memref<130xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%e : memref<130x1000xf32>) outs(%s : memref<130xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%e, %s : memref<130x1000xf32>, memref<130xf32>) outs(%y : memref<130x1000xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %m : memref<130xf32>
  memref.dealloc %s : memref<130xf32>
  memref.dealloc %e : memref<130x1000xf32>
  return
}

func.func @softmax_of_5(%x: memref<21x5xf32>, %y: memref<21x5xf32>) {
  %ninf = arith.constant 0xFF800000 : f32
  %zero = arith.constant 0.0 : f32
  %m = memref.alloc() : memref<21xf32>
  %s = memref.alloc() : memref<21xf32>
  %e = memref.alloc() : memref<21x5xf32>
  linalg.fill ins(%ninf : f32) outs(%m : memref<21xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<21x5xf32>) outs(%m : memref<21xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.maximumf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %m : memref<21x5xf32>, memref<21xf32>) outs(%e : memref<21x5xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    %1 = math.exp %0 : f32
    linalg.yield %1 : f32
  }
  linalg.fill ins(%zero : f32) outs(%s : memref<21xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%e : memref<21x5xf32>) outs(%s : memref<21xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%e, %s : memref<21x5xf32>, memref<21xf32>) outs(%y : memref<21x5xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %m : memref<21xf32>
  memref.dealloc %s : memref<21xf32>
  memref.dealloc %e : memref<21x5xf32>
  return
}

func.func @layer_norm(%x: memref<70x333xf32>, %g: memref<333xf32>, %b: memref<333xf32>, %y: memref<70x333xf32>, %rstd: memref<70xf32>) {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant 0.003003003 : f32
  %eps = arith.constant 1.0e-5 : f32
  %mean = memref.alloc() : memref<70xf32>
  %var = memref.alloc() : memref<70xf32>
  %d = memref.alloc() : memref<70x333xf32>
  linalg.fill ins(%zero : f32) outs(%mean : memref<70xf32>)
  linalg.fill ins(%zero : f32) outs(%var : memref<70xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<70x333xf32>) outs(%mean : memref<70xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %mean : memref<70x333xf32>, memref<70xf32>) outs(%d : memref<70x333xf32>) {
  ^bb0(%a: f32, %b1: f32, %o: f32):
    %m = arith.mulf %b1, %n : f32
    %0 = arith.subf %a, %m : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%d : memref<70x333xf32>) outs(%var : memref<70xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.mulf %a, %a : f32
    %1 = arith.addf %acc, %0 : f32
    linalg.yield %1 : f32
  }
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]}
      ins(%var : memref<70xf32>) outs(%rstd : memref<70xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.mulf %a, %n : f32
    %1 = arith.addf %0, %eps : f32
    %2 = math.rsqrt %1 : f32
    linalg.yield %2 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, #row, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%d, %rstd, %g, %b : memref<70x333xf32>, memref<70xf32>, memref<333xf32>, memref<333xf32>) outs(%y : memref<70x333xf32>) {
  ^bb0(%a: f32, %r: f32, %c: f32, %e: f32, %o: f32):
    %0 = arith.mulf %a, %r : f32
    %1 = arith.mulf %0, %c : f32
    %2 = arith.addf %1, %e : f32
    linalg.yield %2 : f32
  }
  memref.dealloc %mean : memref<70xf32>
  memref.dealloc %var : memref<70xf32>
  memref.dealloc %d : memref<70x333xf32>
  return
}

func.func @batch_norm_channels_first(%x: memref<6x5x7x9xf32>, %y: memref<6x5x7x9xf32>) {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant 0.002645503 : f32
  %eps = arith.constant 1.0e-5 : f32
  %mean = memref.alloc() : memref<5xf32>
  %var = memref.alloc() : memref<5xf32>
  %d = memref.alloc() : memref<6x5x7x9xf32>
  linalg.fill ins(%zero : f32) outs(%mean : memref<5xf32>)
  linalg.fill ins(%zero : f32) outs(%var : memref<5xf32>)
  linalg.generic {indexing_maps = [#id4, #chan], iterator_types = ["reduction", "parallel", "reduction", "reduction"]}
      ins(%x : memref<6x5x7x9xf32>) outs(%mean : memref<5xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id4, #chan, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x, %mean : memref<6x5x7x9xf32>, memref<5xf32>) outs(%d : memref<6x5x7x9xf32>) {
  ^bb0(%a: f32, %b1: f32, %o: f32):
    %m = arith.mulf %b1, %n : f32
    %0 = arith.subf %a, %m : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id4, #chan], iterator_types = ["reduction", "parallel", "reduction", "reduction"]}
      ins(%d : memref<6x5x7x9xf32>) outs(%var : memref<5xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.mulf %a, %a : f32
    %1 = arith.addf %acc, %0 : f32
    linalg.yield %1 : f32
  }
  linalg.generic {indexing_maps = [#id4, #chan, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%d, %var : memref<6x5x7x9xf32>, memref<5xf32>) outs(%y : memref<6x5x7x9xf32>) {
  ^bb0(%a: f32, %v: f32, %o: f32):
    %0 = arith.mulf %v, %n : f32
    %1 = arith.addf %0, %eps : f32
    %2 = math.sqrt %1 : f32
    %3 = arith.divf %a, %2 : f32
    linalg.yield %3 : f32
  }
  memref.dealloc %mean : memref<5xf32>
  memref.dealloc %var : memref<5xf32>
  memref.dealloc %d : memref<6x5x7x9xf32>
  return
}

func.func @batch_norm_large(%x: memref<16x4x20x20xf32>, %y: memref<16x4x20x20xf32>) {
  %zero = arith.constant 0.0 : f32
  %n = arith.constant 0.000156250 : f32
  %eps = arith.constant 1.0e-5 : f32
  %mean = memref.alloc() : memref<4xf32>
  %var = memref.alloc() : memref<4xf32>
  %d = memref.alloc() : memref<16x4x20x20xf32>
  linalg.fill ins(%zero : f32) outs(%mean : memref<4xf32>)
  linalg.fill ins(%zero : f32) outs(%var : memref<4xf32>)
  linalg.generic {indexing_maps = [#id4, #chan], iterator_types = ["reduction", "parallel", "reduction", "reduction"]}
      ins(%x : memref<16x4x20x20xf32>) outs(%mean : memref<4xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id4, #chan, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x, %mean : memref<16x4x20x20xf32>, memref<4xf32>) outs(%d : memref<16x4x20x20xf32>) {
  ^bb0(%a: f32, %b1: f32, %o: f32):
    %m = arith.mulf %b1, %n : f32
    %0 = arith.subf %a, %m : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id4, #chan], iterator_types = ["reduction", "parallel", "reduction", "reduction"]}
      ins(%d : memref<16x4x20x20xf32>) outs(%var : memref<4xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.mulf %a, %a : f32
    %1 = arith.addf %acc, %0 : f32
    linalg.yield %1 : f32
  }
  linalg.generic {indexing_maps = [#id4, #chan, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%d, %var : memref<16x4x20x20xf32>, memref<4xf32>) outs(%y : memref<16x4x20x20xf32>) {
  ^bb0(%a: f32, %v: f32, %o: f32):
    %0 = arith.mulf %v, %n : f32
    %1 = arith.addf %0, %eps : f32
    %2 = math.sqrt %1 : f32
    %3 = arith.divf %a, %2 : f32
    linalg.yield %3 : f32
  }
  memref.dealloc %mean : memref<4xf32>
  memref.dealloc %var : memref<4xf32>
  memref.dealloc %d : memref<16x4x20x20xf32>
  return
}

func.func @relu_and_pool(%x: memref<2x3x12x18xf32>, %y: memref<2x3x6x9xf32>) {
  %zero = arith.constant 0.0 : f32
  %ninf = arith.constant 0xFF800000 : f32
  %t = memref.alloc() : memref<2x3x12x18xf32>
  %window = memref.alloc() : memref<2x2xf32>
  linalg.generic {indexing_maps = [#id4, #id4], iterator_types = ["parallel", "parallel", "parallel", "parallel"]}
      ins(%x : memref<2x3x12x18xf32>) outs(%t : memref<2x3x12x18xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.maximumf %a, %zero : f32
    linalg.yield %0 : f32
  }
  linalg.fill ins(%ninf : f32) outs(%y : memref<2x3x6x9xf32>)
  linalg.generic {indexing_maps = [affine_map<(n, c, h, w, p, q) -> (n, c, h * 2 + p, w * 2 + q)>, affine_map<(n, c, h, w, p, q) -> (p, q)>, affine_map<(n, c, h, w, p, q) -> (n, c, h, w)>], iterator_types = ["parallel", "parallel", "parallel", "parallel", "reduction", "reduction"]}
      ins(%t, %window : memref<2x3x12x18xf32>, memref<2x2xf32>) outs(%y : memref<2x3x6x9xf32>) {
  ^bb0(%a: f32, %u: f32, %acc: f32):
    %0 = arith.maximumf %acc, %a : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %t : memref<2x3x12x18xf32>
  memref.dealloc %window : memref<2x2xf32>
  return
}

func.func @normalise_columns(%x: memref<50x37xf32>, %y: memref<50x37xf32>) {
  %zero = arith.constant 0.0 : f32
  %s = memref.alloc() : memref<37xf32>
  %e = memref.alloc() : memref<50x37xf32>
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<50x37xf32>) outs(%e : memref<50x37xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = math.exp %a : f32
    linalg.yield %0 : f32
  }
  linalg.fill ins(%zero : f32) outs(%s : memref<37xf32>)
  linalg.generic {indexing_maps = [#id, #row], iterator_types = ["reduction", "parallel"]}
      ins(%e : memref<50x37xf32>) outs(%s : memref<37xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.addf %acc, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #row, #id], iterator_types = ["parallel", "parallel"]}
      ins(%e, %s : memref<50x37xf32>, memref<37xf32>) outs(%y : memref<50x37xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.divf %a, %b : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %s : memref<37xf32>
  memref.dealloc %e : memref<50x37xf32>
  return
}

// tolerance @squared_error: 2e-5
func.func @squared_error(%p: memref<90x700xf32>, %q: memref<90x700xf32>, %loss: memref<f32>, %g: memref<90x700xf32>) {
  %zero = arith.constant 0.0 : f32
  %two = arith.constant 2.0 : f32
  %d = memref.alloc() : memref<90x700xf32>
  linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%p, %q : memref<90x700xf32>, memref<90x700xf32>) outs(%d : memref<90x700xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    linalg.yield %0 : f32
  }
  linalg.fill ins(%zero : f32) outs(%loss : memref<f32>)
  linalg.generic {indexing_maps = [#id, affine_map<(i, j) -> ()>], iterator_types = ["reduction", "reduction"]}
      ins(%d : memref<90x700xf32>) outs(%loss : memref<f32>) {
  ^bb0(%a: f32, %acc: f32):
    %0 = arith.mulf %a, %a : f32
    %1 = arith.addf %acc, %0 : f32
    linalg.yield %1 : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%d : memref<90x700xf32>) outs(%g : memref<90x700xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.mulf %a, %two : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %d : memref<90x700xf32>
  return
}

func.func @softmax_written_transposed(%x: memref<12x40xf32>, %y: memref<40x12xf32>) {
  %zero = arith.constant 0.0 : f32
  %s = memref.alloc() : memref<12xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<12xf32>)
  linalg.generic {indexing_maps = [#id, #col], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<12x40xf32>) outs(%s : memref<12xf32>) {
  ^bb0(%a: f32, %acc: f32):
    %e = math.exp %a : f32
    %0 = arith.addf %acc, %e : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #col, affine_map<(i, j) -> (j, i)>], iterator_types = ["parallel", "parallel"]}
      ins(%x, %s : memref<12x40xf32>, memref<12xf32>) outs(%y : memref<40x12xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %e = math.exp %a : f32
    %0 = arith.divf %e, %b : f32
    linalg.yield %0 : f32
  }
  memref.dealloc %s : memref<12xf32>
  return
}

func.func @in_place_between_readers(%x: memref<64xf32>, %y: memref<64xf32>, %z: memref<64xf32>) {
  linalg.generic {indexing_maps = [#id1, #id1], iterator_types = ["parallel"]}
      ins(%x : memref<64xf32>) outs(%y : memref<64xf32>) {
  ^bb0(%a: f32, %o: f32):
    %0 = arith.addf %a, %a : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id1], iterator_types = ["parallel"]}
 outs(%x : memref<64xf32>) {
  ^bb0(%o: f32):
    %0 = arith.mulf %o, %o : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id1, #id1, #id1], iterator_types = ["parallel"]}
      ins(%x, %y : memref<64xf32>, memref<64xf32>) outs(%z : memref<64xf32>) {
  ^bb0(%a: f32, %b: f32, %o: f32):
    %0 = arith.subf %a, %b : f32
    linalg.yield %0 : f32
  }
  %lo = memref.subview %x[0] [32] [1] : memref<64xf32> to memref<32xf32, strided<[1]>>
  %hi = memref.subview %x[32] [32] [1] : memref<64xf32> to memref<32xf32, strided<[1], offset: 32>>
  memref.copy %lo, %hi : memref<32xf32, strided<[1]>> to memref<32xf32, strided<[1], offset: 32>>
  return
}
