//===- AnimationTest.cpp - tests of pictures that move ----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files are read again: by libpng, chunk by chunk, and by giflib.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Animation.h"
#include "TestFiles.h"
#include "TestImages.h"
#include "tools/plot/Gif.h"

#include <gif_lib.h>
#include <zlib.h>

using namespace leat::rt;

namespace {

using AnimationTest = FileTest;

struct PngChunk {
  std::string type, data;
};

} // namespace

static uint32_t numberAt(const std::string &text, size_t at) {
  uint32_t number = 0;
  for (size_t i = 0; i < 4; ++i)
    number = number << 8 | (unsigned char)text[at + i];
  return number;
}

static uint32_t checksum(const std::string &text) {
  return uint32_t(crc32(0, reinterpret_cast<const Bytef *>(text.data()),
                        unsigned(text.size())));
}

/// All chunks of a PNG file; their checksums are right.
static std::vector<PngChunk> chunksOf(const std::string &file) {
  std::vector<PngChunk> chunks;
  size_t at = 8;
  while (at < file.size()) {
    uint32_t length = numberAt(file, at);
    chunks.push_back({file.substr(at + 4, 4), file.substr(at + 8, length)});
    EXPECT_EQ(numberAt(file, at + 8 + length),
              checksum(file.substr(at + 4, length + 4)));
    at += length + 12;
  }
  return chunks;
}

static std::string asChunk(const PngChunk &chunk) {
  std::string body = chunk.type + chunk.data, text;
  for (uint32_t number : {uint32_t(chunk.data.size()), checksum(body)}) {
    for (int shift = 24; shift >= 0; shift -= 8)
      text += char(number >> shift);
    if (text.size() == 4)
      text += body;
  }
  return text;
}

static std::vector<int> asInts(const Bytes &bytes) {
  return {bytes.begin(), bytes.end()};
}

static std::vector<int> decode(const std::string &png) {
  ImageSize size;
  auto pixels = decodeImage(
      {reinterpret_cast<const unsigned char *>(png.data()), png.size()}, size);
  EXPECT_TRUE(pixels.ok()) << pixels.status().message();
  return asInts(*pixels);
}

/// Frame `i` is that of pixels from number 3 i on.
static Animation animationOf(const ImageSize &size, int64_t frames) {
  return {frames, 120, [size](int64_t i) -> Result<Picture> {
            return testPicture(size, int(3 * i));
          }};
}

TEST_F(AnimationTest, ApngHoldsEveryFrame) {
  // Large enough for several pieces of compressed pixels.
  for (ImageSize size : {ImageSize{5, 4, 1}, ImageSize{400, 300, 3}}) {
    ASSERT_TRUE(writeApng(path("a.png"), animationOf(size, 3)).ok());
    std::string file = content(path("a.png"));
    EXPECT_EQ(decode(file), asInts(testPicture(size).pixels)); // the first
    std::vector<std::string> frames;
    uint32_t sequence = 0;
    std::string header;
    for (const PngChunk &chunk : chunksOf(file)) {
      if (chunk.type == "IHDR")
        header = file.substr(0, 8) + asChunk(chunk);
      if (chunk.type == "acTL") {
        EXPECT_EQ(numberAt(chunk.data, 0), 3u);
        EXPECT_EQ(numberAt(chunk.data, 4), 0u);
      }
      if (chunk.type == "fcTL") {
        EXPECT_EQ(numberAt(chunk.data, 0), sequence++);
        EXPECT_EQ(numberAt(chunk.data, 4), uint32_t(size.width));
        EXPECT_EQ(numberAt(chunk.data, 20), 120u << 16 | 1000u);
        frames.push_back(header);
      }
      if (chunk.type == "IDAT")
        frames.back() += asChunk(chunk);
      if (chunk.type == "fdAT") {
        EXPECT_EQ(numberAt(chunk.data, 0), sequence++);
        frames.back() += asChunk({"IDAT", chunk.data.substr(4)});
      }
    }
    ASSERT_EQ(frames.size(), 3u);
    for (size_t i = 0; i < 3; ++i)
      EXPECT_EQ(decode(frames[i] + asChunk({"IEND", ""})),
                asInts(testPicture(size, int(3 * i)).pixels));
  }
}

/// The frames of a GIF file, as RGB.
static std::vector<std::vector<int>> framesOf(const std::string &path,
                                              int &delay) {
  int error = 0;
  GifFileType *gif = DGifOpenFileName(path.c_str(), &error);
  EXPECT_NE(gif, nullptr);
  EXPECT_EQ(DGifSlurp(gif), GIF_OK);
  std::vector<std::vector<int>> frames;
  for (int i = 0; i < gif->ImageCount; ++i) {
    const SavedImage &image = gif->SavedImages[i];
    GraphicsControlBlock control;
    EXPECT_EQ(DGifSavedExtensionToGCB(gif, i, &control), GIF_OK);
    delay = control.DelayTime;
    std::vector<int> &pixels = frames.emplace_back();
    for (int at = 0; at < image.ImageDesc.Width * image.ImageDesc.Height;
         ++at) {
      const GifColorType &color =
          image.ImageDesc.ColorMap->Colors[image.RasterBits[at]];
      pixels.insert(pixels.end(), {color.Red, color.Green, color.Blue});
    }
  }
  DGifCloseFile(gif, &error);
  return frames;
}

TEST_F(AnimationTest, GifOfFewColorsIsExact) {
  for (ImageSize size :
       {ImageSize{9, 7, 1}, ImageSize{1, 1, 1}, ImageSize{16, 16, 3}}) {
    ASSERT_TRUE(leat::plot::saveGif(animationOf(size, 2), path("a.gif")).ok());
    int delay = 0;
    auto frames = framesOf(path("a.gif"), delay);
    EXPECT_EQ(delay, 12);
    ASSERT_EQ(frames.size(), 2u);
    for (size_t i = 0; i < 2; ++i) {
      std::vector<int> wanted;
      for (int value : asInts(testPicture(size, int(3 * i)).pixels))
        wanted.insert(wanted.end(), size.channels == 1 ? 3 : 1, value);
      EXPECT_EQ(frames[i], wanted);
    }
  }
  EXPECT_NE(content(path("a.gif")).find("NETSCAPE2.0\3\1", 0),
            std::string::npos);
}

// A plane of red and green has 65536 colors; black and white stay what they
// are, the others come near.
TEST_F(AnimationTest, GifOfManyColorsComesNear) {
  Animation animation = {1, 20, [](int64_t) -> Result<Picture> {
                           Picture picture = {{256, 256, 3}, {}};
                           LEAT_TRY(picture.pixels.resize(256 * 256 * 3));
                           for (int i = 0; i < 256 * 256; ++i) {
                             unsigned char *pixel =
                                 picture.pixels.data() + size_t(3 * i);
                             pixel[0] = (unsigned char)(i / 256);
                             pixel[1] = (unsigned char)(i % 256);
                             pixel[2] =
                                 i / 256 > 247 && i % 256 > 247 ? 255 : 0;
                           }
                           return picture;
                         }};
  ASSERT_TRUE(leat::plot::saveGif(animation, path("a.gif")).ok());
  int delay = 0;
  auto frames = framesOf(path("a.gif"), delay);
  ASSERT_EQ(frames.size(), 1u);
  const std::vector<int> &pixels = frames[0];
  EXPECT_EQ(std::vector<int>(pixels.end() - 3, pixels.end()),
            (std::vector<int>{255, 255, 255}));
  int farthest = 0;
  for (int i = 0; i < 256 * 256; ++i) {
    farthest = std::max(farthest, std::abs(pixels[size_t(3 * i)] - i / 256));
    farthest =
        std::max(farthest, std::abs(pixels[size_t(3 * i + 1)] - i % 256));
  }
  EXPECT_LE(farthest, 40);
}

TEST_F(AnimationTest, WhatFailsLeavesNothing) {
  Animation bad = animationOf({3, 3, 1}, 3);
  bad.draw = [](int64_t i) -> Result<Picture> {
    if (i == 2)
      return userError("no frame 2");
    return testPicture({3, 3, 1});
  };
  EXPECT_EQ(writeApng(path("a.png"), bad).message(), "no frame 2");
  EXPECT_EQ(leat::plot::saveGif(bad, path("a.gif")).message(), "no frame 2");
  EXPECT_EQ(
      leat::plot::saveGif(animationOf({65536, 1, 1}, 1), path("a.gif"))
          .message(),
      "cannot write '" + path("a.gif") +
          "': a frame of 65536 x 1 pixels, a GIF has at most 65535 a side");
  EXPECT_EQ(listing(), std::vector<std::string>());
  Animation good = animationOf({3, 3, 1}, 1);
  for (const Status &status : {writeApng(path("no/a.png"), good),
                               leat::plot::saveGif(good, path("no/a.png"))})
    EXPECT_EQ(status.message(), "cannot write '" + path("no/a.png") +
                                    "': no such file or directory");
}
