//===- Cases.cpp - contractions to check and to time ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Cases.h"
#include "llvm/Support/FormatVariadic.h"

using namespace mlir;
using namespace leat;

Case matmul(FloatType element, int64_t batch, int64_t m, int64_t n, int64_t k,
            bool transposeLhs, bool transposeRhs) {
  Contraction c;
  c.element = element;
  c.batch = {{batch, m * k, k * n, m * n}};
  c.m = {{m, transposeLhs ? 1 : k, 0, n}};
  c.n = {{n, 0, transposeRhs ? k : 1, 1}};
  c.k = {{k, transposeLhs ? m : 1, transposeRhs ? 1 : n, 0}};
  std::string name =
      llvm::formatv("{0}{1} {2}{3}x{4}x{5}", transposeLhs ? "T" : "N",
                    transposeRhs ? "T" : "N",
                    batch > 1 ? std::to_string(batch) + "x" : "", m, n, k);
  return {name, c, batch * m * k, batch * k * n, batch * m * n};
}

static std::string convName(StringRef kind, const ConvShape &s) {
  return llvm::formatv("conv {0} {1}x{2}->{3} {4}x{5}s{6} on {7}x{8}", kind,
                       s.images, s.inChannels, s.outChannels, s.kernelHeight,
                       s.kernelWidth, s.stride, s.height, s.width);
}

Case convForward(FloatType element, const ConvShape &s) {
  int64_t taps = s.kernelHeight * s.kernelWidth, oh = s.outHeight(),
          ow = s.outWidth();
  int64_t image = s.inChannels * s.height * s.width,
          outImage = s.outChannels * oh * ow;
  Contraction c;
  c.element = element;
  c.batch = {{s.images, 0, image, outImage}};
  c.m = {{s.outChannels, s.inChannels * taps, 0, oh * ow}};
  c.n = {{oh, 0, s.stride * s.width, ow}, {ow, 0, s.stride, 1}};
  c.k = {{s.inChannels, taps, s.height * s.width, 0},
         {s.kernelHeight, s.kernelWidth, s.width, 0},
         {s.kernelWidth, 1, 1, 0}};
  return {convName("forward", s), c, s.outChannels * s.inChannels * taps,
          s.images * image, s.images * outImage};
}

Case convFilterGradient(FloatType element, const ConvShape &s) {
  int64_t taps = s.kernelHeight * s.kernelWidth, oh = s.outHeight(),
          ow = s.outWidth();
  int64_t image = s.inChannels * s.height * s.width,
          outImage = s.outChannels * oh * ow;
  Contraction c;
  c.element = element;
  c.m = {{s.outChannels, oh * ow, 0, s.inChannels * taps}};
  c.n = {{s.inChannels, 0, s.height * s.width, taps},
         {s.kernelHeight, 0, s.width, s.kernelWidth},
         {s.kernelWidth, 0, 1, 1}};
  c.k = {{s.images, outImage, image, 0},
         {oh, ow, s.stride * s.width, 0},
         {ow, 1, s.stride, 0}};
  return {convName("filter-grad", s), c, s.images * outImage, s.images * image,
          s.outChannels * s.inChannels * taps};
}

Case convInputGradient(FloatType element, const ConvShape &s) {
  int64_t taps = s.kernelHeight * s.kernelWidth;
  // Taps of the even phase, and the padded gradient they slide over.
  int64_t th = (s.kernelHeight + s.stride - 1) / s.stride,
          tw = (s.kernelWidth + s.stride - 1) / s.stride;
  int64_t gh = s.outHeight() + 2 * (th - 1), gw = s.outWidth() + 2 * (tw - 1);
  int64_t image = s.inChannels * s.height * s.width,
          gradImage = s.outChannels * gh * gw;
  Contraction c;
  c.element = element;
  c.batch = {{s.images, gradImage, 0, image}};
  c.m = {{s.outHeight() + th - 1, gw, 0, s.stride * s.width},
         {s.outWidth() + tw - 1, 1, 0, s.stride}};
  c.n = {{s.inChannels, 0, taps, s.height * s.width}};
  c.k = {{s.outChannels, gh * gw, s.inChannels * taps, 0},
         {th, gw, -s.stride * s.kernelWidth, 0},
         {tw, 1, -s.stride, 0}};
  c.rhsOffset = (th - 1) * s.stride * s.kernelWidth + (tw - 1) * s.stride;
  return {convName("input-grad", s), c, s.images * gradImage,
          s.outChannels * s.inChannels * taps, s.images * image};
}

std::vector<Case> checkCases(MLIRContext &context) {
  FloatType f32 = Float32Type::get(&context), f64 = Float64Type::get(&context);
  std::vector<Case> cases;
  int64_t sizes[][3] = {{1, 1, 1},    {2, 3, 5},   {7, 17, 19},  {16, 16, 16},
                        {13, 70, 33}, {70, 5, 64}, {1, 64, 77},  {7, 37, 130},
                        {64, 1, 47},  {33, 49, 1}, {31, 65, 63}, {90, 3, 64}};
  for (auto [m, n, k] : sizes)
    for (int layout = 0; layout < 4; ++layout)
      cases.push_back(matmul((m + layout) % 5 == 4 ? f64 : f32, 1, m, n, k,
                             layout & 1, layout & 2));
  for (int layout = 0; layout < 4; ++layout)
    cases.push_back(matmul(f32, 3, 9, 21, 34, layout & 1, layout & 2));
  ConvShape shapes[] = {{2, 3, 9, 9, 5, 3, 3, 1},   {3, 2, 12, 10, 17, 3, 3, 2},
                        {2, 20, 7, 7, 19, 1, 1, 1}, {2, 1, 28, 28, 32, 7, 7, 1},
                        {1, 4, 13, 21, 1, 5, 5, 1}, {2, 3, 15, 15, 6, 5, 5, 2},
                        {2, 6, 8, 8, 9, 1, 1, 2},   {1, 2, 9, 20, 33, 2, 7, 1}};
  for (const ConvShape &shape : shapes) {
    FloatType element = shape.inChannels == 6 ? f64 : f32;
    cases.push_back(convForward(element, shape));
    cases.push_back(convFilterGradient(element, shape));
    cases.push_back(convInputGradient(element, shape));
  }
  return cases;
}
