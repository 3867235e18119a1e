//===- Apng.cpp - PNG files that move ---------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// libpng compresses every frame as a file of its own; their chunks make one:
//
//   IHDR acTL gAMA ... fcTL IDAT ...  fcTL fdAT ...  fcTL fdAT ...  IEND
//
// (PNG specification, third edition, 11.3.2).
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Animation.h"
#include "runtime/io/File.h"

#include <zlib.h>

using namespace leat::rt;

static constexpr size_t kSignatureBytes = 8;

namespace {

/// A piece of a PNG file, in a file that libpng has written.
struct Chunk {
  std::string_view type, data;
};

/// Numbers as PNG has them: the most significant byte first.
class Fields {
public:
  Fields &add(uint64_t number, int bytes) {
    while (bytes-- > 0)
      text += char(number >> (8 * bytes));
    return *this;
  }
  const std::string &str() const { return text; }

private:
  std::string text;
};

/// A file that grows by frames.
class ApngFile {
public:
  ApngFile(AtomicFile &file, const Animation &animation)
      : file(file), animation(animation) {}

  Status add(const Picture &frame, bool isFirst);
  Status end() { return write({"IEND", ""}); }

private:
  Status write(const Chunk &chunk);
  Status announce(const ImageSize &size);
  Status addPixels(std::string_view data, bool isFirst);

  AtomicFile &file;
  const Animation &animation;
  uint32_t sequence = 0; ///< of fcTL and fdAT together
};

} // namespace

static std::string_view viewOf(const Bytes &bytes) {
  return {reinterpret_cast<const char *>(bytes.data()), size_t(bytes.size())};
}

/// Takes the first chunk off `rest`.
static Chunk takeChunk(std::string_view &rest) {
  uint32_t length = 0;
  for (int i = 0; i < 4; ++i)
    length = length << 8 | (unsigned char)rest[size_t(i)];
  Chunk chunk = {rest.substr(4, 4), rest.substr(8, length)};
  rest.remove_prefix(length + 12); // length, type and checksum
  return chunk;
}

Status ApngFile::write(const Chunk &chunk) {
  auto sum = crc32(0, nullptr, 0);
  for (std::string_view part : {chunk.type, chunk.data})
    sum =
        crc32_z(sum, reinterpret_cast<const Bytef *>(part.data()), part.size());
  LEAT_TRY(file.write(Fields().add(chunk.data.size(), 4).str()));
  LEAT_TRY(file.write(chunk.type));
  LEAT_TRY(file.write(chunk.data));
  return file.write(Fields().add(sum, 4).str());
}

/// Says that a frame follows, of the whole picture, in the place of the one
/// before.
Status ApngFile::announce(const ImageSize &size) {
  Fields control;
  control.add(sequence++, 4);
  control.add(uint64_t(size.width), 4).add(uint64_t(size.height), 4);
  control.add(0, 4).add(0, 4); // its left upper corner
  control.add(uint64_t(animation.delay), 2).add(1000, 2);
  control.add(0, 1).add(0, 1); // it stays, and covers
  return write({"fcTL", control.str()});
}

/// The first frame is the picture of whoever does not know the others.
Status ApngFile::addPixels(std::string_view data, bool isFirst) {
  if (isFirst)
    return write({"IDAT", data});
  std::string numbered = Fields().add(sequence++, 4).str();
  numbered += data;
  return write({"fdAT", numbered});
}

Status ApngFile::add(const Picture &frame, bool isFirst) {
  LEAT_ASSIGN(Bytes png, encodePng(frame));
  std::string_view rest = viewOf(png);
  if (isFirst)
    LEAT_TRY(file.write(rest.substr(0, kSignatureBytes)));
  rest.remove_prefix(kSignatureBytes);
  bool isAnnounced = false;
  while (!rest.empty()) {
    Chunk chunk = takeChunk(rest);
    if (chunk.type == "IDAT") {
      if (!std::exchange(isAnnounced, true))
        LEAT_TRY(announce(frame.size));
      LEAT_TRY(addPixels(chunk.data, isFirst));
    } else if (isFirst && chunk.type != "IEND") {
      LEAT_TRY(write(chunk));
      if (chunk.type == "IHDR") // how many frames, and 0 for "without end"
        LEAT_TRY(write(
            {"acTL",
             Fields().add(uint64_t(animation.frames), 4).add(0, 4).str()}));
    }
  }
  return {};
}

Status leat::rt::writeApng(const std::string &path,
                           const Animation &animation) {
  LEAT_ASSIGN(AtomicFile file, AtomicFile::create(path));
  ApngFile apng(file, animation);
  ImageSize size;
  for (int64_t i = 0; i < animation.frames; ++i) {
    LEAT_ASSIGN(Picture frame, animation.draw(i));
    if (i == 0)
      size = frame.size;
    assert(frame.size == size && "frames differ in size");
    LEAT_TRY(apng.add(frame, i == 0));
  }
  LEAT_TRY(apng.end());
  return file.commit();
}
