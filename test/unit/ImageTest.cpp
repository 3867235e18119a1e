//===- ImageTest.cpp - tests of PNG and JPEG --------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Every form that is read, every form that is an error.
//
//===----------------------------------------------------------------------===//
#include "runtime/io/Image.h"
#include "TestFiles.h"
#include "TestImages.h"

#include <zlib.h>

using namespace leat::rt;

static ByteView viewOf(const std::string &text) {
  return {reinterpret_cast<const unsigned char *>(text.data()), text.size()};
}

static Result<std::vector<int>> decode(const std::string &file) {
  ImageSize size;
  LEAT_ASSIGN(Bytes pixels, decodeImage(viewOf(file), size));
  EXPECT_EQ(int64_t(pixels.size()), size.bytes());
  EXPECT_EQ(*readImageSize(viewOf(file)), size);
  return std::vector<int>(pixels.begin(), pixels.end());
}

static std::string errorOf(const std::string &file) {
  return decode(file).status().message();
}

static std::vector<int> asInts(const std::vector<unsigned char> &bytes) {
  return {bytes.begin(), bytes.end()};
}

TEST(Image, PngPixelsAreExact) {
  auto pixels = testPixels(5 * 4 * 3);
  std::string rgb = pngOf(PNG_FORMAT_RGB, 5, 4, pixels.data());
  EXPECT_EQ(*decode(rgb), asInts(pixels));
  EXPECT_EQ(*readImageSize(viewOf(rgb)), (ImageSize{5, 4, 3}));
  auto grey = testPixels(9 * 11);
  EXPECT_EQ(*decode(pngOf(PNG_FORMAT_GRAY, 9, 11, grey.data())), asInts(grey));
  EXPECT_EQ(*decode(interlacedPngOf(9, 11, grey)), asInts(grey));
  // A palette of two colours, one bit a pixel.
  unsigned char colors[] = {1, 2, 3, 200, 100, 50}, indices[] = {1, 0, 0, 1};
  EXPECT_EQ(*decode(pngOf(PNG_FORMAT_RGB_COLORMAP, 2, 2, indices, colors)),
            (std::vector<int>{200, 100, 50, 1, 2, 3, 1, 2, 3, 200, 100, 50}));
}

TEST(Image, PngTransparencyIsAnError) {
  unsigned char opaque[] = {10, 20, 30, 255, 40, 50, 60, 255};
  EXPECT_EQ(*decode(pngOf(PNG_FORMAT_RGBA, 2, 1, opaque)),
            (std::vector<int>{10, 20, 30, 40, 50, 60}));
  opaque[7] = 254;
  EXPECT_EQ(errorOf(pngOf(PNG_FORMAT_RGBA, 2, 1, opaque)),
            "pixel 1, 0 is transparent, expected opaque images");
}

TEST(Image, FormsThatAreNotRead) {
  uint16_t wide[] = {1, 2, 3, 4};
  EXPECT_EQ(errorOf(pngOf(PNG_FORMAT_LINEAR_Y, 2, 2, wide)),
            "PNG image: 16 bits a channel, expected 8 or fewer");
  EXPECT_EQ(errorOf(jpegOf(8, 8, 4, testPixels(8 * 8 * 4))),
            "JPEG image: CMYK or other colours, expected grey or RGB");
  EXPECT_EQ(errorOf("GIF89a"), "neither a PNG nor a JPEG image");
  EXPECT_EQ(errorOf(""), "neither a PNG nor a JPEG image");
}

TEST(Image, JpegPixelsAreClose) {
  for (int channels : {1, 3})
    for (bool progressive : {false, true}) {
      std::vector<unsigned char> pixels(16 * 24 * channels);
      for (size_t i = 0; i < pixels.size(); ++i)
        pixels[i] = (unsigned char)(40 + i / (16 * channels) * 8);
      auto read = decode(jpegOf(16, 24, channels, pixels, progressive));
      ASSERT_TRUE(read.ok()) << read.status().message();
      for (size_t i = 0; i < pixels.size(); ++i)
        EXPECT_NEAR((*read)[i], pixels[i], 3);
    }
}

/// A PNG header that promises that many pixels, its checksum right.
static std::string hugePng(uint32_t width, uint32_t height) {
  unsigned char pixel = 0;
  std::string file = pngOf(PNG_FORMAT_GRAY, 1, 1, &pixel);
  for (int i = 0; i < 4; ++i) {
    file[16 + i] = char(width >> (24 - 8 * i));
    file[20 + i] = char(height >> (24 - 8 * i));
  }
  auto sum = crc32(0, reinterpret_cast<const Bytef *>(&file[12]), 17);
  for (int i = 0; i < 4; ++i)
    file[29 + i] = char(sum >> (24 - 8 * i));
  return file;
}

TEST(Image, PromisesThatNoFileKeeps) {
  EXPECT_EQ(errorOf(hugePng(60000, 2000)),
            "PNG image: more pixels than the file can hold");
  EXPECT_EQ(errorOf(hugePng(60000, 60000)),
            "PNG image: more than 134217728 pixels");
  EXPECT_FALSE(decode(hugePng(0, 5)).ok());
  EXPECT_FALSE(decode(hugePng(0xffffffff, 1)).ok());
  std::string jpeg = jpegOf(8, 8, 1, testPixels(64));
  size_t frame = jpeg.find("\xff\xc0");
  ASSERT_NE(frame, jpeg.npos);
  std::string large = jpeg;
  large[frame + 5] = large[frame + 7] = '\x10';
  EXPECT_EQ(errorOf(large), "JPEG image: more pixels than the file can hold");
  large[frame + 5] = large[frame + 7] = '\xf0';
  EXPECT_EQ(errorOf(large), "JPEG image: more than 134217728 pixels");
}

TEST(Image, DamageIsAnswered) {
  auto pixels = testPixels(12 * 12 * 3);
  expectRobust(pngOf(PNG_FORMAT_RGB, 12, 12, pixels.data()), 200, decode);
  expectRobust(interlacedPngOf(12, 12, pixels), 200, decode);
  expectRobust(jpegOf(12, 12, 3, pixels), 700, decode);
  expectRobust(jpegOf(12, 12, 3, pixels, true), 700, decode);
}

TEST_F(FileTest, PngIsWritten) {
  Picture picture = testPicture({7, 3, 3});
  ASSERT_TRUE(writePng(path("f.png"), picture).ok());
  EXPECT_EQ(*decode(content(path("f.png"))),
            std::vector<int>(picture.pixels.begin(), picture.pixels.end()));
  EXPECT_EQ(writePng(path("none/f.png"), picture).message(),
            "cannot write '" + path("none/f.png") +
                "': no such file or directory");
}
