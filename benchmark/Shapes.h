//===- Shapes.h - contractions worth timing --------------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_BENCHMARK_SHAPES_H
#define LEAT_BENCHMARK_SHAPES_H

#include "test/contraction/Cases.h"

/// A list of cases under one name.
struct ShapeGroup {
  std::string name;
  std::vector<Case> cases;
};

/// All in f32:
///   sgemm    squares and the products of an MLP 784 -> 256 -> 10, in every
///            layout that its training uses;
///   random   20 products M x N x K, each extent log-uniform in [8, 1024],
///            the same ones in every run;
///   convnet  forward and backward of examples/networks/convnet.mlir, batches
///            of 64 and 128: the convolution and the larger affine layer;
///   conv     3x3 convolutions of residual networks.
std::vector<ShapeGroup> benchmarkShapes(mlir::MLIRContext &context);

#endif // LEAT_BENCHMARK_SHAPES_H
