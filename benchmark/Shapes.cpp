//===- Shapes.cpp - contractions worth timing -----------------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "benchmark/Shapes.h"
#include <cmath>
#include <random>

using namespace mlir;
using namespace leat;

/// A matrix product of one batch; the letters of `layout` say N or T of lhs
/// and rhs.
static Case product(MLIRContext &context, StringRef layout, int64_t m,
                    int64_t n, int64_t k) {
  return matmul(Float32Type::get(&context), 1, m, n, k, layout[0] == 'T',
                layout[1] == 'T');
}

static ShapeGroup sgemm(MLIRContext &context) {
  ShapeGroup group{"sgemm", {}};
  auto add = [&](StringRef layout, int64_t m, int64_t n, int64_t k) {
    group.cases.push_back(product(context, layout, m, n, k));
  };
  for (int64_t size : {64, 128, 256, 512, 1024})
    add("NN", size, size, size);
  for (int64_t rows : {1, 8, 32, 64, 128}) {
    add("NN", rows, 256, 784);
    add("NT", rows, 256, 784);
  }
  add("TN", 256, 784, 128);
  add("NN", 128, 10, 256);
  add("NT", 128, 10, 256);
  add("TN", 10, 256, 128);
  add("NN", 97, 131, 53);
  add("NN", 64, 512, 3072);
  add("NN", 512, 3072, 768);
  add("TN", 768, 3072, 512);
  add("NT", 512, 768, 3072);
  return group;
}

static ShapeGroup randomProducts(MLIRContext &context) {
  constexpr int kProducts = 20;
  constexpr unsigned kSeed = 1;
  std::mt19937_64 random(kSeed);
  // Not std::uniform_real_distribution, whose numbers depend on the library.
  auto extent = [&] {
    double uniform = double(random() >> 11) * 0x1p-53;
    return std::llround(8 * std::pow(1024 / 8, uniform));
  };
  ShapeGroup group{"random", {}};
  for (int i = 0; i < kProducts; ++i) {
    int64_t m = extent(), n = extent(), k = extent();
    group.cases.push_back(product(context, "NN", m, n, k));
  }
  return group;
}

static ShapeGroup convnet(MLIRContext &context) {
  ShapeGroup group{"convnet", {}};
  FloatType f32 = Float32Type::get(&context);
  for (int64_t images : {64, 128}) {
    // 28 x 28, padded by 3; its gradient nobody asks for.
    ConvShape first{images, 1, 34, 34, 32, 7, 7, 1};
    group.cases.push_back(convForward(f32, first));
    group.cases.push_back(convFilterGradient(f32, first));
    group.cases.push_back(product(context, "NT", images, 100, 6272));
    group.cases.push_back(product(context, "NN", images, 6272, 100));
    group.cases.push_back(product(context, "TN", 100, 6272, images));
  }
  return group;
}

static ShapeGroup convolutions(MLIRContext &context) {
  ShapeGroup group{"conv", {}};
  FloatType f32 = Float32Type::get(&context);
  for (const ConvShape &shape : {ConvShape{16, 64, 34, 34, 64, 3, 3, 1},
                                 ConvShape{16, 64, 33, 33, 128, 3, 3, 2}}) {
    group.cases.push_back(convForward(f32, shape));
    group.cases.push_back(convInputGradient(f32, shape));
    group.cases.push_back(convFilterGradient(f32, shape));
  }
  for (const ConvShape &shape : {ConvShape{8, 64, 58, 58, 64, 3, 3, 1},
                                 ConvShape{8, 128, 30, 30, 128, 3, 3, 1},
                                 ConvShape{8, 256, 16, 16, 256, 3, 3, 1},
                                 ConvShape{8, 512, 9, 9, 512, 3, 3, 1},
                                 ConvShape{16, 3, 34, 34, 64, 3, 3, 1},
                                 ConvShape{16, 64, 34, 34, 3, 3, 3, 1}})
    group.cases.push_back(convForward(f32, shape));
  return group;
}

std::vector<ShapeGroup> benchmarkShapes(MLIRContext &context) {
  return {sgemm(context), randomProducts(context), convnet(context),
          convolutions(context)};
}
