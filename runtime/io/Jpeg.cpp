//===- Jpeg.cpp - JPEG images through libjpeg -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libjpeg reports errors by a function that must not return: longjmp, which
// skips destructors, so the functions that call setjmp hold plain data only.
// What libjpeg warns of (it would go on with grey where data are missing) is
// an error here.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Image.h"

#include <algorithm>
#include <csetjmp>
#include <cstdio>
// Needs <cstdio> before it.
#include <jpeglib.h>

using namespace leat::rt;

/// Huffman codes take a bit or more for each block of 64 pixels of the widest
/// component, so no file holds more pixels than this for each of its bytes.
static constexpr uint64_t kMaxRatio = 512;
/// A progressive file of more scans than these is made to waste time.
static constexpr int kMaxScans = 200;
/// Memory for coefficients: three components of 16 bits, with room.
static constexpr long kMaxMemory = long(kMaxPixels) * 8;

namespace {
/// A file that is being read, and what libjpeg said of it.
struct JpegReader {
  // First, so that a pointer to it is one to the reader.
  jpeg_error_mgr errors;
  jpeg_progress_mgr progress;
  std::jmp_buf escape;
  char message[JMSG_LENGTH_MAX] = "";
  jpeg_decompress_struct jpeg;
  bool isStarted = false;
  ~JpegReader() {
    if (isStarted)
      jpeg_destroy_decompress(&jpeg);
  }
};
} // namespace

static JpegReader &readerOf(j_common_ptr jpeg) {
  return *reinterpret_cast<JpegReader *>(jpeg->err);
}

[[noreturn]] static void onJpegError(j_common_ptr jpeg) {
  JpegReader &reader = readerOf(jpeg);
  jpeg->err->format_message(jpeg, reader.message);
  std::longjmp(reader.escape, 1);
}

[[noreturn]] static void fail(JpegReader &reader, const char *text) {
  std::snprintf(reader.message, sizeof(reader.message), "%s", text);
  std::longjmp(reader.escape, 1);
}

// Level -1 is a warning of damage; others are comments.
static void onJpegMessage(j_common_ptr jpeg, int level) {
  if (level < 0)
    onJpegError(jpeg);
}

static void onJpegProgress(j_common_ptr jpeg) {
  auto *decompress = reinterpret_cast<j_decompress_ptr>(jpeg);
  if (decompress->input_scan_number > kMaxScans)
    fail(readerOf(jpeg), "more than 200 scans");
}

static bool readHeader(JpegReader &reader, ByteView content, ImageSize &size) {
  if (setjmp(reader.escape))
    return false;
  jpeg_decompress_struct &jpeg = reader.jpeg;
  jpeg.err = jpeg_std_error(&reader.errors);
  reader.errors.error_exit = onJpegError;
  reader.errors.emit_message = onJpegMessage;
  jpeg_create_decompress(&jpeg);
  reader.isStarted = true;
  reader.progress.progress_monitor = onJpegProgress;
  jpeg.progress = &reader.progress;
  jpeg.mem->max_memory_to_use = kMaxMemory;
  jpeg_mem_src(&jpeg, content.data(), content.size());
  jpeg_read_header(&jpeg, TRUE);
  size.width = jpeg.image_width;
  size.height = jpeg.image_height;
  if (jpeg.arith_code)
    fail(reader, "arithmetic coding, expected Huffman codes");
  if (jpeg.num_components != 1 && jpeg.num_components != 3)
    fail(reader, "CMYK or other colours, expected grey or RGB");
  if (size.width * size.height > kMaxPixels)
    fail(reader, "more than 134217728 pixels");
  if (uint64_t(size.width * size.height) / kMaxRatio > content.size())
    fail(reader, "more pixels than the file can hold");
  size.channels = jpeg.num_components;
  jpeg.out_color_space = size.channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  return true;
}

static bool readPixels(JpegReader &reader, const ImageSize &size,
                       unsigned char *pixels) {
  if (setjmp(reader.escape))
    return false;
  jpeg_decompress_struct &jpeg = reader.jpeg;
  jpeg_start_decompress(&jpeg);
  while (jpeg.output_scanline < jpeg.output_height) {
    JSAMPROW row =
        pixels + int64_t(jpeg.output_scanline) * size.width * size.channels;
    jpeg_read_scanlines(&jpeg, &row, 1);
  }
  jpeg_finish_decompress(&jpeg);
  return true;
}

Result<Bytes> leat::rt::decodeJpeg(ByteView content, ImageSize &size,
                                   bool decode) {
  JpegReader reader{};
  if (!readHeader(reader, content, size))
    return userError("JPEG image: ", reader.message);
  Bytes pixels;
  if (!decode)
    return pixels;
  LEAT_TRY(pixels.resize(uint64_t(size.bytes())));
  std::fill_n(pixels.data(), pixels.size(), 0);
  if (!readPixels(reader, size, pixels.data()))
    return userError("JPEG image: ", reader.message);
  return pixels;
}
