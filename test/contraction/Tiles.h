//===- Tiles.h - every schedule gives the same bits ------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The contract that makes tuning safe: what the cost model may choose decides
// how long a contraction takes and not a bit of its result.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TEST_CONTRACTION_TILES_H
#define LEAT_TEST_CONTRACTION_TILES_H

#include "Check.h"

/// What checkTiles did.
struct TilesReport {
  int64_t schedules = 0; // that the cost model may choose
  int64_t ran = 0;
  int64_t wrong = 0; // reported on stderr
};

/// Runs every schedule that the cost model may choose for small contractions of
/// each kind whose name contains `filter`, for vectors of 16, 32 and 64 bytes
/// and for large and small caches; each must give the bits of the plain loop,
/// so that all give the same. `sample` > 0: so many for each contraction and
/// target, drawn with `seed`.
TilesReport checkTiles(mlir::MLIRContext &context, llvm::StringRef filter,
                       int64_t sample, uint64_t seed);

#endif // LEAT_TEST_CONTRACTION_TILES_H
