//===- TestImages.h - small images of every form ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Written by libpng and libjpeg themselves, in memory; tests read or damage
// them.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_UNIT_TESTIMAGES_H
#define LEAT_TEST_UNIT_TESTIMAGES_H

#include "runtime/io/Image.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <jpeglib.h>
#include <png.h>
#include <string>
#include <vector>

namespace leat::rt {

/// `count` bytes that differ smoothly from each other.
inline std::vector<unsigned char> testPixels(int count) {
  std::vector<unsigned char> pixels;
  for (int i = 0; i < count; ++i)
    pixels.push_back((unsigned char)(i * 7 % 251));
  return pixels;
}

/// A picture of such pixels, the first of them number `first`.
inline Picture testPicture(const ImageSize &size, int first = 0) {
  auto pixels = testPixels(first + int(size.bytes()));
  Picture picture = {size, {}};
  if (picture.pixels.resize(uint64_t(size.bytes())).ok())
    std::copy(pixels.begin() + first, pixels.end(), picture.pixels.data());
  return picture;
}

/// A PNG file of the pixels, which lie as libpng's simplified `format` says.
inline std::string pngOf(unsigned format, int width, int height,
                         const void *pixels, const void *colors = nullptr) {
  png_image image = {};
  image.version = PNG_IMAGE_VERSION;
  image.width = unsigned(width);
  image.height = unsigned(height);
  image.format = format;
  image.colormap_entries = colors ? 2 : 0;
  std::string file(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = file.size();
  png_image_write_to_memory(&image, file.data(), &size, 0, pixels, 0, colors);
  file.resize(size);
  return file;
}

/// An interlaced grey PNG file.
inline std::string interlacedPngOf(int width, int height,
                                   std::vector<unsigned char> pixels) {
  std::string file;
  png_structp png =
      png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
  png_infop info = png_create_info_struct(png);
  png_set_write_fn(
      png, &file,
      [](png_structp png, png_bytep data, size_t size) {
        static_cast<std::string *>(png_get_io_ptr(png))
            ->append(reinterpret_cast<char *>(data), size);
      },
      nullptr);
  png_set_IHDR(png, info, unsigned(width), unsigned(height), 8,
               PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_ADAM7,
               PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
  std::vector<png_bytep> rows;
  for (int row = 0; row < height; ++row)
    rows.push_back(pixels.data() + row * width);
  png_set_rows(png, info, rows.data());
  png_write_png(png, info, PNG_TRANSFORM_IDENTITY, nullptr);
  png_destroy_write_struct(&png, &info);
  return file;
}

/// A JPEG file of the best quality, of 1 (grey), 3 (RGB) or 4 (CMYK) channels.
inline std::string jpegOf(int width, int height, int channels,
                          std::vector<unsigned char> pixels,
                          bool progressive = false) {
  jpeg_compress_struct jpeg;
  jpeg_error_mgr errors;
  jpeg.err = jpeg_std_error(&errors);
  jpeg_create_compress(&jpeg);
  unsigned char *buffer = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&jpeg, &buffer, &size);
  jpeg.image_width = JDIMENSION(width);
  jpeg.image_height = JDIMENSION(height);
  jpeg.input_components = channels;
  jpeg.in_color_space = channels == 1   ? JCS_GRAYSCALE
                        : channels == 3 ? JCS_RGB
                                        : JCS_CMYK;
  jpeg_set_defaults(&jpeg);
  jpeg_set_quality(&jpeg, 100, TRUE);
  if (progressive)
    jpeg_simple_progression(&jpeg);
  jpeg_start_compress(&jpeg, TRUE);
  for (int row = 0; row < height; ++row) {
    JSAMPROW line = pixels.data() + row * width * channels;
    jpeg_write_scanlines(&jpeg, &line, 1);
  }
  jpeg_finish_compress(&jpeg);
  jpeg_destroy_compress(&jpeg);
  std::string file(reinterpret_cast<char *>(buffer), size);
  std::free(buffer);
  return file;
}

} // namespace leat::rt

#endif // LEAT_TEST_UNIT_TESTIMAGES_H
