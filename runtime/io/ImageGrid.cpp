//===- ImageGrid.cpp - many small images as one -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Planes of floats become interleaved bytes.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/ImageGrid.h"

#include <algorithm>

using namespace leat::rt;

/// The brightness of what stands between the images.
static constexpr unsigned char kGap = 128;

static unsigned char toByte(double value, const ImageGridStyle &style) {
  double brightness = (value - style.black) / (style.white - style.black);
  // Written so that NaN, of which every comparison is false, gives 0.
  if (!(brightness > 0))
    return 0;
  return (unsigned char)(std::min(brightness, 1.0) * 255 + 0.5);
}

/// `images` as [n, C, H, W].
static Result<Tensor> withChannels(const Tensor &images) {
  if (images.rank() != 3)
    return images;
  return images.reshape(
      {images.extent(0), 1, images.extent(1), images.extent(2)});
}

Result<Picture> leat::rt::makeImageGrid(const Tensor &given, int64_t count,
                                        const ImageGridStyle &style) {
  LEAT_ASSIGN(Tensor images, withChannels(given));
  if (images.rank() != 4 || !isFloat(images.dtype()) ||
      (images.extent(1) != 1 && images.extent(1) != 3) || images.size() == 0)
    return userError("cannot draw ", given.signature(),
                     ", expected images f32[n, C, H, W] with C = 1 or 3, or "
                     "f32[n, H, W]");
  if (count < 1 || count > images.extent(0))
    return userError("cannot draw ", count, " images of ", images.extent(0));
  int64_t channels = images.extent(1), height = images.extent(2),
          width = images.extent(3);
  int64_t columns = std::min(style.columns, count);
  if (columns == 0)
    while (columns * columns < count)
      ++columns;
  int64_t rows = (count + columns - 1) / columns;
  if (width > kMaxPixels || height > kMaxPixels || columns > kMaxPixels ||
      (columns * (width + 1)) > kMaxPixels / (rows * (height + 1)))
    return userError("cannot draw ", count, " images of ", width, " x ", height,
                     " pixels: more than ", kMaxPixels, " in all");
  Picture grid;
  grid.size = {columns * (width + 1) - 1, rows * (height + 1) - 1, channels};
  LEAT_TRY(grid.pixels.resize(uint64_t(grid.size.bytes())));
  std::fill_n(grid.pixels.data(), grid.pixels.size(), kGap);
  int64_t plane = width * height;
  for (int64_t i = 0; i < count; ++i) {
    int64_t top = i / columns * (height + 1), left = i % columns * (width + 1);
    for (int64_t at = 0; at < channels * plane; ++at) {
      int64_t channel = at / plane, y = at % plane / width, x = at % width;
      grid.pixels.data()[((top + y) * grid.size.width + left + x) * channels +
                         channel] =
          toByte(images.toDouble(i * channels * plane + at), style);
    }
  }
  return grid;
}

Status leat::rt::writeImageGrid(const std::string &path, const Tensor &images,
                                int64_t count, const ImageGridStyle &style) {
  LEAT_ASSIGN(Picture grid, makeImageGrid(images, count, style));
  return writePng(path, grid);
}
