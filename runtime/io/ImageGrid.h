//===- ImageGrid.h - many small images as one -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Examples and samples side by side in a PNG file.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_IMAGEGRID_H
#define LEAT_RUNTIME_IO_IMAGEGRID_H

#include "runtime/Tensor.h"

namespace leat::rt {

/// Writes the first `count` of images [n, C, H, W], C 1 or 3, as a PNG file:
/// row by row, as many in a row as make the grid about square, one grey pixel
/// between them. Elements are brightness in [0, 1]; others count as the nearest
/// of these, NaN as 0. Errors: another shape; integers; a count that is not 1
/// to n; an image that is too large; a disk error.
Status writeImageGrid(const std::string &path, const Tensor &images,
                      int64_t count);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_IMAGEGRID_H
