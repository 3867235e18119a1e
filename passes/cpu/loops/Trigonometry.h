//===- Trigonometry.h - sine and cosine of f32 -----------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_CPU_LOOPS_TRIGONOMETRY_H
#define LEAT_PASSES_CPU_LOOPS_TRIGONOMETRY_H

#include "mlir/IR/PatternMatch.h"

namespace leat::loops {

/// Patterns that turn math.sin and math.cos of f32, scalars or vectors, into
/// polynomials of at most 2 ulp error at every argument. They come before
/// upstream's, which lose digits near multiples of pi and beyond 100.
void populateTrigonometryPatterns(mlir::RewritePatternSet &patterns);

} // namespace leat::loops

#endif // LEAT_PASSES_CPU_LOOPS_TRIGONOMETRY_H
