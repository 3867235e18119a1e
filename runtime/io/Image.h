//===- Image.h - pictures in files: PNG and JPEG ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libpng and libjpeg behind one door: which of them is meant the first bytes
// of a file tell, never its name.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_IO_IMAGE_H
#define LEAT_RUNTIME_IO_IMAGE_H

#include "runtime/io/Bytes.h"

namespace leat::rt {

/// The size of an image, and whether it is grey (1 channel) or RGB (3).
struct ImageSize {
  int64_t width = 0, height = 0, channels = 0;
  bool operator==(const ImageSize &) const = default;
  int64_t bytes() const { return width * height * channels; }
};

/// Images of more pixels are an error.
inline constexpr int64_t kMaxPixels = int64_t(1) << 27;

/// What the header of an image says. Errors: neither PNG nor JPEG; a damaged
/// header; 16 bits a channel; CMYK; more than kMaxPixels pixels, or more than
/// the file can hold.
Result<ImageSize> readImageSize(ByteView content);

/// The pixels, rows from the top, channels of a pixel side by side, 0 to 255;
/// size.bytes() of them. Colours are as the file holds them: no gamma, no
/// profile. Errors: as readImageSize(), truncated or damaged data, transparent
/// pixels.
Result<Bytes> decodeImage(ByteView content, ImageSize &size);

/// An image in memory.
struct Picture {
  ImageSize size;
  Bytes pixels; ///< as of decodeImage()
};

/// The picture as the content of a PNG file. Errors: out of memory.
Result<Bytes> encodePng(const Picture &picture);

/// Writes a PNG file, atomically. Errors: a disk error; out of memory.
Status writePng(const std::string &path, const Picture &picture);

/// The two formats on their own; decode false reads the header only and
/// returns no bytes.
Result<Bytes> decodePng(ByteView content, ImageSize &size, bool decode);
Result<Bytes> decodeJpeg(ByteView content, ImageSize &size, bool decode);

} // namespace leat::rt

#endif // LEAT_RUNTIME_IO_IMAGE_H
