//===- Image.cpp - pictures in files: PNG and JPEG --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Tells the formats apart.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Image.h"

#include <string_view>

using namespace leat::rt;

static Result<Bytes> readImage(ByteView content, ImageSize &size, bool decode) {
  std::string_view text(reinterpret_cast<const char *>(content.data()),
                        content.size());
  if (text.starts_with("\x89PNG\r\n\x1a\n"))
    return decodePng(content, size, decode);
  if (text.starts_with("\xff\xd8\xff"))
    return decodeJpeg(content, size, decode);
  return userError("neither a PNG nor a JPEG image");
}

Result<ImageSize> leat::rt::readImageSize(ByteView content) {
  ImageSize size;
  LEAT_TRY(readImage(content, size, /*decode=*/false).status());
  return size;
}

Result<Bytes> leat::rt::decodeImage(ByteView content, ImageSize &size) {
  return readImage(content, size, /*decode=*/true);
}
