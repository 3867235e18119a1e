//===- DescribeTest.cpp - tests of looking at tensors -----------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The lines of a summary, and the pixels of a grid of images.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Describe.h"
#include "TestFiles.h"
#include "runtime/io/Image.h"
#include "runtime/io/ImageGrid.h"

#include <cmath>

using namespace leat::rt;

TEST(Describe, LinesAlign) {
  NamedTensors tensors = {
      {"x", *Tensor::from<float>({3, 2}, {1, 2, NAN, -3, INFINITY, 4})},
      {"none", *Tensor::from<double>({3}, {NAN, NAN, NAN})},
      {"label", *Tensor::from<int64_t>({3}, {-1, INT64_MAX, -1})},
      {"pair", *Tensor::from<int32_t>({3, 1}, {1, 2, 3})},
      {"empty", *Tensor::zeros(DType::F32, {3, 0})}};
  EXPECT_EQ(describeTensors(tensors),
            "  x      f32[3, 2]  -3 to 4, mean 1, 1 NaN, 1 infinite\n"
            "  none   f64[3]     3 NaN\n"
            "  label  i64[3]     -1 to 9223372036854775807; -1: 2, "
            "9223372036854775807: 1\n"
            "  pair   i32[3, 1]  1 to 3\n"
            "  empty  f32[3, 0]  no elements\n");
}

TEST(Describe, ManyValuesAreNotListed) {
  Tensor many = *Tensor::zeros(DType::I64, {21});
  for (int64_t i = 0; i < 21; ++i)
    many.values<int64_t>()[size_t(i)] = i;
  EXPECT_EQ(describeTensors({{"x", many}}), "  x  i64[21]  0 to 20\n");
}

TEST_F(FileTest, ImagesStandInAGrid) {
  Tensor images = *Tensor::from<float>({3, 1, 1, 2}, {0, 1, -1, 2, 0.2f, NAN});
  ASSERT_TRUE(writeImageGrid(path("f.png"), images, 3).ok());
  Bytes file = *readFile(path("f.png"));
  ImageSize size;
  Bytes pixels = *decodeImage(file, size);
  EXPECT_EQ(size, (ImageSize{5, 3, 1}));
  EXPECT_EQ(std::vector<int>(pixels.begin(), pixels.end()),
            (std::vector<int>{0, 255, 128, 0, 255, 128, 128, 128, 128, 128, 51,
                              0, 128, 128, 128}));
  EXPECT_EQ(writeImageGrid(path("f.png"), images, 4).message(),
            "cannot draw 4 images of 3");
  EXPECT_EQ(writeImageGrid(path("f.png"), *images.reshape({3, 2}), 1).message(),
            "cannot draw f32[3, 2], expected images f32[n, C, H, W] with C = 1 "
            "or 3, or f32[n, H, W]");
}

TEST(ImageGrid, SaysWhatIsBlackAndWhite) {
  Tensor images =
      *Tensor::from<double>({2, 1, 3}, {-1, 0, 1, -7, 0.5, INFINITY});
  Picture grid = *makeImageGrid(images, 2, {-1, 1});
  EXPECT_EQ(grid.size, (ImageSize{7, 1, 1}));
  EXPECT_EQ(std::vector<int>(grid.pixels.begin(), grid.pixels.end()),
            (std::vector<int>{0, 128, 255, 128, 0, 191, 255}));
  grid = *makeImageGrid(images, 1, {1, -1}); // black and white exchanged
  EXPECT_EQ(std::vector<int>(grid.pixels.begin(), grid.pixels.end()),
            (std::vector<int>{255, 128, 0}));
}
