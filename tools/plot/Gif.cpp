//===- Gif.cpp - GIF files that move ----------------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// giflib writes a frame into a string, and that goes to the file.
//
//===----------------------------------------------------------------------===//

#include "tools/plot/Gif.h"
#include "runtime/io/File.h"

#include <gif_lib.h>
#include <memory>
#include <unordered_map>
#include <vector>

using namespace leat;
using namespace leat::plot;

static constexpr size_t kMostColors = 256;
/// The longest side that the format has a number for.
static constexpr int64_t kMostSide = 65535;

namespace {

/// A frame in colors of a table.
struct Indexed {
  std::vector<GifColorType> colors;
  std::vector<GifPixelType> pixels;
};

struct Free {
  void operator()(GifFileType *gif) const {
    int ignored = 0; // what it writes at the end goes into a string
    EGifCloseFile(gif, &ignored);
  }
  void operator()(ColorMapObject *map) const { GifFreeMapObject(map); }
};

} // namespace

static int append(GifFileType *gif, const GifByteType *data, int count) {
  static_cast<std::string *>(gif->UserData)
      ->append(reinterpret_cast<const char *>(data), size_t(count));
  return count;
}

/// The channels of a pixel; a grey one has three that are equal.
static GifColorType colorAt(const rt::Picture &frame, size_t pixel) {
  size_t channels = size_t(frame.size.channels), step = channels == 3 ? 1 : 0;
  const unsigned char *first = frame.pixels.data() + pixel * channels;
  return {first[0], first[step], first[2 * step]};
}

/// The frame in its own colors; false if it has too many.
static bool indexExactly(const rt::Picture &frame, Indexed &result) {
  std::unordered_map<uint32_t, GifPixelType> known;
  for (size_t i = 0; i < result.pixels.size(); ++i) {
    GifColorType color = colorAt(frame, i);
    uint32_t key = uint32_t(color.Red << 16 | color.Green << 8 | color.Blue);
    auto [found, isNew] = known.try_emplace(key, GifPixelType(known.size()));
    if (isNew && result.colors.size() == kMostColors)
      return false;
    if (isNew)
      result.colors.push_back(color);
    result.pixels[i] = found->second;
  }
  return true;
}

/// giflib counts with 5 bits a channel, of which the largest is 248: without
/// this, white would be grey.
static GifByteType widened(GifByteType level) {
  return GifByteType(level * 255 / 248);
}

/// The frame in colors that giflib chooses.
static rt::Status indexNearly(const rt::Picture &frame, Indexed &result) {
  std::vector<GifByteType> planes[3];
  for (size_t i = 0; i < result.pixels.size(); ++i) {
    GifColorType color = colorAt(frame, i);
    planes[0].push_back(color.Red);
    planes[1].push_back(color.Green);
    planes[2].push_back(color.Blue);
  }
  int count = kMostColors;
  result.colors.assign(kMostColors, {});
  if (GifQuantizeBuffer(unsigned(frame.size.width), unsigned(frame.size.height),
                        &count, planes[0].data(), planes[1].data(),
                        planes[2].data(), result.pixels.data(),
                        result.colors.data()) == GIF_ERROR)
    return rt::userError("out of memory for a GIF image");
  for (GifColorType &color : result.colors)
    color = {widened(color.Red), widened(color.Green), widened(color.Blue)};
  return {};
}

static rt::Result<Indexed> index(const rt::Picture &frame) {
  Indexed result;
  result.pixels.resize(size_t(frame.size.width * frame.size.height));
  if (!indexExactly(frame, result))
    LEAT_TRY(indexNearly(frame, result));
  return result;
}

/// The size of all frames, and that they begin anew without end.
static bool putHeader(GifFileType *gif, const rt::ImageSize &size) {
  constexpr char kName[] = "NETSCAPE2.0", kForEver[] = {1, 0, 0};
  EGifSetGifVersion(gif, /*gif89=*/true);
  return EGifPutScreenDesc(gif, int(size.width), int(size.height),
                           /*bits of a channel=*/8, /*background=*/0,
                           nullptr) &&
         EGifPutExtensionLeader(gif, APPLICATION_EXT_FUNC_CODE) &&
         EGifPutExtensionBlock(gif, sizeof kName - 1, kName) &&
         EGifPutExtensionBlock(gif, sizeof kForEver, kForEver) &&
         EGifPutExtensionTrailer(gif);
}

static bool putFrame(GifFileType *gif, const rt::ImageSize &size,
                     Indexed &frame, int64_t delay) {
  GraphicsControlBlock control = {DISPOSE_DO_NOT, /*UserInputFlag=*/false,
                                  int(std::max<int64_t>((delay + 5) / 10, 1)),
                                  NO_TRANSPARENT_COLOR};
  GifByteType bytes[4];
  EGifGCBToExtension(&control, bytes);
  int count = 1 << GifBitSize(int(frame.colors.size()));
  frame.colors.resize(size_t(count));
  std::unique_ptr<ColorMapObject, Free> map(
      GifMakeMapObject(count, frame.colors.data()));
  bool done =
      map &&
      EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, sizeof bytes, bytes) &&
      EGifPutImageDesc(gif, 0, 0, int(size.width), int(size.height),
                       /*interlaced=*/false, map.get());
  for (int64_t row = 0; done && row < size.height; ++row)
    done = EGifPutLine(gif, frame.pixels.data() + row * size.width,
                       int(size.width));
  return done;
}

static rt::Status flush(rt::AtomicFile &file, std::string &content) {
  LEAT_TRY(file.write(content));
  content.clear();
  return {};
}

rt::Status plot::saveGif(const rt::Animation &animation,
                         const std::string &path) {
  LEAT_ASSIGN(rt::AtomicFile file, rt::AtomicFile::create(path));
  std::string content;
  int error = 0;
  std::unique_ptr<GifFileType, Free> gif(EGifOpen(&content, append, &error));
  for (int64_t i = 0; gif && i < animation.frames; ++i) {
    LEAT_ASSIGN(rt::Picture frame, animation.draw(i));
    if (frame.size.width > kMostSide || frame.size.height > kMostSide)
      return rt::userError("cannot write '", path, "': a frame of ",
                           frame.size.width, " x ", frame.size.height,
                           " pixels, a GIF has at most ", kMostSide, " a side");
    LEAT_ASSIGN(Indexed indexed, index(frame));
    if ((i == 0 && !putHeader(gif.get(), frame.size)) ||
        !putFrame(gif.get(), frame.size, indexed, animation.delay))
      return rt::userError("cannot write '", path,
                           "': ", GifErrorString(gif->Error));
    LEAT_TRY(flush(file, content));
  }
  if (!gif)
    return rt::userError("cannot write '", path, "': ", GifErrorString(error));
  gif.reset(); // writes its end
  LEAT_TRY(flush(file, content));
  return file.commit();
}
