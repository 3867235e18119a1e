//===- Png.cpp - PNG images through libpng ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libpng reports errors by longjmp, which skips destructors: the functions
// that call setjmp hold plain data only.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/File.h"
#include "runtime/io/Image.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <png.h>

using namespace leat::rt;

/// Deflate makes nothing smaller than this many times.
static constexpr uint64_t kMaxRatio = 1032;

namespace {
/// A file that is being read, and what libpng said of it.
struct PngReader {
  const unsigned char *next;
  size_t left;
  size_t total;
  char message[200] = "";
  png_structp png = nullptr;
  png_infop info = nullptr;
  ~PngReader() { png_destroy_read_struct(&png, &info, nullptr); }
};

/// What the header says.
struct PngHeader {
  ImageSize size;
  int storedChannels = 0; ///< with alpha, if there is
};
} // namespace

static void onPngError(png_structp png, png_const_charp text) {
  auto *reader = static_cast<PngReader *>(png_get_error_ptr(png));
  std::snprintf(reader->message, sizeof(reader->message), "%s", text);
  png_longjmp(png, 1);
}

// Warnings are about colour profiles and other things that are not read.
static void onPngWarning(png_structp, png_const_charp) {}

static void readBytes(png_structp png, png_bytep to, size_t count) {
  auto *reader = static_cast<PngReader *>(png_get_io_ptr(png));
  if (count > reader->left)
    png_error(png, "the file is truncated");
  std::memcpy(to, reader->next, count);
  reader->next += count;
  reader->left -= count;
}

// Reads up to the pixels and asks for 8 bits a channel, grey or RGB, alpha
// where the file has it. False: see the message.
static bool readHeader(PngReader &reader, PngHeader &header) {
  if (setjmp(png_jmpbuf(reader.png)))
    return false;
  png_structp png = reader.png;
  png_infop info = reader.info;
  png_set_read_fn(png, &reader, readBytes);
  png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  // One more than the limit, so that the limit's own message is the one seen.
  png_set_user_limits(png, png_uint_32(kMaxPixels) + 1,
                      png_uint_32(kMaxPixels) + 1);
  png_read_info(png, info);
  header.size.width = png_get_image_width(png, info);
  header.size.height = png_get_image_height(png, info);
  if (header.size.width * header.size.height > kMaxPixels)
    png_error(png, "more than 134217728 pixels");
  uint64_t stored = png_get_rowbytes(png, info) * uint64_t(header.size.height);
  if (stored / kMaxRatio > reader.total)
    png_error(png, "more pixels than the file can hold");
  if (png_get_bit_depth(png, info) == 16)
    png_error(png, "16 bits a channel, expected 8 or fewer");
  png_set_expand(png);
  png_set_interlace_handling(png);
  png_read_update_info(png, info);
  header.storedChannels = png_get_channels(png, info);
  header.size.channels = header.storedChannels <= 2 ? 1 : 3;
  return true;
}

static bool readPixels(PngReader &reader, const PngHeader &header,
                       unsigned char *pixels) {
  if (setjmp(png_jmpbuf(reader.png)))
    return false;
  bool isInterlaced =
      png_get_interlace_type(reader.png, reader.info) != PNG_INTERLACE_NONE;
  int passes = isInterlaced ? PNG_INTERLACE_ADAM7_PASSES : 1;
  int64_t rowBytes = header.size.width * header.storedChannels;
  for (int pass = 0; pass < passes; ++pass)
    for (int64_t row = 0; row < header.size.height; ++row)
      png_read_row(reader.png, pixels + row * rowBytes, nullptr);
  png_read_end(reader.png, nullptr);
  return true;
}

/// Removes the alpha of each pixel, which must be opaque.
static Status removeAlpha(Bytes &pixels, const PngHeader &header) {
  int64_t channels = header.size.channels, stride = header.storedChannels;
  if (stride == channels)
    return {};
  int64_t count = header.size.width * header.size.height;
  for (int64_t i = 0; i < count; ++i) {
    const unsigned char *pixel = pixels.data() + i * stride;
    if (pixel[channels] != 255)
      return userError("pixel ", i % header.size.width, ", ",
                       i / header.size.width,
                       " is transparent, expected opaque images");
    std::copy_n(pixel, channels, pixels.data() + i * channels);
  }
  return pixels.resize(uint64_t(header.size.bytes()));
}

Result<Bytes> leat::rt::decodePng(ByteView content, ImageSize &size,
                                  bool decode) {
  PngReader reader{content.data(), content.size(), content.size()};
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader,
                                      onPngError, onPngWarning);
  if (reader.png)
    reader.info = png_create_info_struct(reader.png);
  if (!reader.info)
    return userError("out of memory for a PNG image");
  PngHeader header;
  if (!readHeader(reader, header))
    return userError("PNG image: ", reader.message);
  size = header.size;
  Bytes pixels;
  if (!decode)
    return pixels;
  LEAT_TRY(pixels.resize(uint64_t(size.width * size.height) *
                         uint64_t(header.storedChannels)));
  std::fill_n(pixels.data(), pixels.size(), 0);
  if (!readPixels(reader, header, pixels.data()))
    return userError("PNG image: ", reader.message);
  LEAT_TRY(removeAlpha(pixels, header));
  return pixels;
}

Result<Bytes> leat::rt::encodePng(const Picture &picture) {
  const ImageSize &size = picture.size;
  assert(int64_t(picture.pixels.size()) == size.bytes() && "pixels do not fit");
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = png_uint_32(size.width);
  image.height = png_uint_32(size.height);
  image.format = size.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  Bytes file;
  LEAT_TRY(file.resize(PNG_IMAGE_PNG_SIZE_MAX(image)));
  png_alloc_size_t count = file.size();
  bool done =
      png_image_write_to_memory(&image, file.data(), &count,
                                /*convert_to_8_bit=*/0, picture.pixels.data(),
                                /*row_stride=*/0, nullptr);
  png_image_free(&image);
  if (!done)
    return userError("PNG image: ", image.message);
  LEAT_TRY(file.resize(count));
  return file;
}

Status leat::rt::writePng(const std::string &path, const Picture &picture) {
  Result<Bytes> file = encodePng(picture);
  if (!file.ok())
    return std::move(file).status().at("cannot write '" + path + "'");
  return writeFile(path, {reinterpret_cast<const char *>(file->data()),
                          size_t(file->size())});
}
