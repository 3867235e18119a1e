//===- ImageGrid.h - many small images as one -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Examples and samples side by side in a PNG file.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_IMAGEGRID_H
#define LEAT_RUNTIME_IO_IMAGEGRID_H

#include "runtime/Tensor.h"
#include "runtime/io/Image.h"

namespace leat::rt {

/// How images are drawn side by side.
struct ImageGridStyle {
  /// What elements mean; others count as the nearest of these.
  double black = 0, white = 1;
  /// At most so many images stand in a row; 0: as many as make the grid about
  /// square.
  int64_t columns = 0;
};

/// The first `count` of images [n, C, H, W], C 1 or 3, or [n, H, W], as one:
/// row by row, one grey pixel between them. NaN is black. Errors: another
/// shape; integers; a count that is not 1 to n; an image that is too large.
Result<Picture> makeImageGrid(const Tensor &images, int64_t count,
                              const ImageGridStyle &style = {});

/// Writes that as a PNG file. Errors: also those of writePng().
Status writeImageGrid(const std::string &path, const Tensor &images,
                      int64_t count, const ImageGridStyle &style = {});

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_IMAGEGRID_H
