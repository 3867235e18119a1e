//===- Cases.h - contractions to check and to time -------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TEST_CONTRACTION_CASES_H
#define LEAT_TEST_CONTRACTION_CASES_H

#include "passes/cpu/contraction/Emit.h"
#include <string>
#include <vector>

/// A contraction with the sizes of its dense buffers, in elements.
struct Case {
  std::string name;
  leat::Contraction c;
  int64_t lhs, rhs, out;
};

/// out[b][m][n] += lhs * rhs; a transposed operand is stored the other way.
Case matmul(mlir::FloatType element, int64_t batch, int64_t m, int64_t n,
            int64_t k, bool transposeLhs, bool transposeRhs);

/// A convolution in NCHW / OIHW. The input is padded already: its size here
/// is `height` x `width`; the output has (height - kernelHeight) / stride + 1
/// rows.
struct ConvShape {
  int64_t images, inChannels, height, width, outChannels, kernelHeight,
      kernelWidth, stride;
  int64_t outHeight() const { return (height - kernelHeight) / stride + 1; }
  int64_t outWidth() const { return (width - kernelWidth) / stride + 1; }
};

Case convForward(mlir::FloatType element, const ConvShape &shape);
/// Gradient of the filter from the padded input and the output's gradient.
Case convFilterGradient(mlir::FloatType element, const ConvShape &shape);
/// Gradient of the (padded) input from the output's gradient, which is padded
/// by kernel - 1 at each side; for stride 2 the even rows and columns, whose
/// taps are the even ones.
Case convInputGradient(mlir::FloatType element, const ConvShape &shape);

std::vector<Case> checkCases(mlir::MLIRContext &context);

#endif // LEAT_TEST_CONTRACTION_CASES_H
