//===- Gzip.cpp - decompression within stated bounds ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A loop round zlib's inflate.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Gzip.h"

#include <algorithm>
#include <zlib.h>

using namespace leat::rt;

/// What zlib's windowBits means: raw deflate, or gzip with its header.
static constexpr int kRawWindow = -MAX_WBITS, kGzipWindow = 16 + MAX_WBITS;

namespace {
/// A zlib stream that ends itself.
struct Inflater {
  z_stream stream = {};
  int started;
  explicit Inflater(int window) : started(inflateInit2(&stream, window)) {}
  ~Inflater() {
    if (started == Z_OK)
      inflateEnd(&stream);
  }
  Inflater(const Inflater &) = delete;
};
} // namespace

/// Appends what one stream at the start of `content` holds to `output`, up to
/// one byte more than `limit` in all, and removes from `content` what it read.
static Status inflateOne(int window, ByteView &content, uint64_t limit,
                         Bytes &output) {
  Inflater inflater(window);
  if (inflater.started != Z_OK)
    return userError("out of memory for decompression");
  z_stream &stream = inflater.stream;
  constexpr size_t maxStep = size_t(1) << 30; // zlib counts in 32 bits
  size_t read = 0, written = output.size();
  int result = Z_OK;
  while (result != Z_STREAM_END && written <= limit) {
    if (written == output.size()) {
      uint64_t room = std::max<uint64_t>(2 * written, 1 << 16);
      LEAT_TRY(output.resize(std::min(room, limit + 1)));
    }
    size_t inStep = std::min(content.size() - read, maxStep);
    size_t outStep = std::min(output.size() - written, maxStep);
    stream.next_in = const_cast<unsigned char *>(content.data() + read);
    stream.avail_in = uInt(inStep);
    stream.next_out = output.data() + written;
    stream.avail_out = uInt(outStep);
    result = inflate(&stream, Z_NO_FLUSH);
    read += inStep - stream.avail_in;
    written += outStep - stream.avail_out;
    if (result == Z_BUF_ERROR && read == content.size())
      return userError("compressed data are truncated");
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR)
      return userError("compressed data are damaged",
                       stream.msg ? std::string(" (") + stream.msg + ")" : "");
  }
  content = content.subspan(read);
  return output.resize(written);
}

bool leat::rt::isGzip(ByteView content) {
  return content.size() >= 2 && content[0] == 0x1f && content[1] == 0x8b;
}

Result<Bytes> leat::rt::gunzip(ByteView content, uint64_t limit) {
  Bytes output;
  do {
    if (!isGzip(content))
      return userError(output.size() == 0 ? "not a gzip file"
                                          : "other bytes follow the gzip data");
    LEAT_TRY(inflateOne(kGzipWindow, content, limit, output));
    if (output.size() > limit)
      return userError("decompresses to more than ", limit, " bytes");
  } while (!content.empty());
  return output;
}

Result<Bytes> leat::rt::gunzipStart(ByteView content, uint64_t count) {
  if (!isGzip(content))
    return userError("not a gzip file");
  Bytes output;
  LEAT_TRY(inflateOne(kGzipWindow, content, count, output));
  LEAT_TRY(output.resize(std::min(output.size(), count)));
  return output;
}

Result<Bytes> leat::rt::inflateRaw(ByteView content, uint64_t size) {
  Bytes output;
  LEAT_TRY(inflateOne(kRawWindow, content, size, output));
  if (output.size() != size || !content.empty())
    return userError("compressed data hold ", output.size(), " bytes and ",
                     content.size(), " follow, expected ", size, " and none");
  return output;
}
