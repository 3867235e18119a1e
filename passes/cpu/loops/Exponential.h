//===- Exponential.h - e ** x and log x of f32 -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_EXPONENTIAL_H
#define LEAT_PASSES_CPU_LOOPS_EXPONENTIAL_H

#include "mlir/IR/PatternMatch.h"

namespace leat::loops {

/// Patterns that turn math.exp and math.log of f32, scalars or vectors, into
/// polynomials of at most 2 ulp error at every argument. They come before
/// upstream's, which give nothing right where a result or an argument is below
/// 2^-126.
void populateExponentialPatterns(mlir::RewritePatternSet &patterns);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_EXPONENTIAL_H
