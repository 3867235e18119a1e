//===- show_images.cpp - what a network sees in six images ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   show_images examples/networks/mlp.mlir mlp.safetensors
//
// Classifies the first test images of fashion-mnist and draws them in the
// terminal: a character shows two pixels, one above the other, as shades of
// grey of its upper and lower half.
//
//===----------------------------------------------------------------------===//

#include "runtime/data/Spec.h"
#include "runtime/program/Program.h"

#include <cstdio>
#include <cstring>

using namespace leat;

static constexpr int64_t kImages = 6, kSide = 28;
static constexpr const char *kClasses[] = {
    "T-shirt", "trouser", "pullover", "dress", "coat",
    "sandal",  "shirt",   "sneaker",  "bag",   "ankle boot"};

// A grey between 0 and 1 as one of the 24 that 256-colour terminals have.
static int shade(float grey) { return 232 + int(grey * 23); }

static void draw(const rt::Tensor &images, int64_t first) {
  for (int64_t y = 0; y < kSide; y += 2) {
    for (int64_t i = first; i < first + kImages / 2; ++i) {
      for (int64_t x = 0; x < kSide; ++x)
        std::printf("\x1b[38;5;%dm\x1b[48;5;%dm\u2580",
                    shade(images.at<float>({i, y * kSide + x})),
                    shade(images.at<float>({i, (y + 1) * kSide + x})));
      std::printf("\x1b[0m  ");
    }
    std::printf("\n");
  }
}

static int64_t argmax(const rt::Tensor &scores, int64_t row) {
  int64_t best = 0;
  for (int64_t c = 1; c < scores.extent(1); ++c)
    if (scores.at<float>({row, c}) > scores.at<float>({row, best}))
      best = c;
  return best;
}

static rt::Status show(const std::string &model, const std::string &weights) {
  LEAT_ASSIGN(Program program, Program::load(model, {}));
  LEAT_TRY(program.loadState(weights));
  LEAT_ASSIGN(rt::DataSet data, rt::loadData("fashion-mnist:test", 0));
  LEAT_ASSIGN(rt::Tensor images,
              rt::Tensor::zeros(rt::DType::F32, {kImages, kSide * kSide}));
  std::memcpy(images.data(), data.find("image")->data(),
              size_t(images.bytes()));
  LEAT_ASSIGN(Function logits, program.function("logits"));
  LEAT_ASSIGN(rt::NamedTensors results, logits.run({{"image", images}}));
  const rt::Tensor *labels = data.find("label");
  for (int64_t first = 0; first < kImages; first += kImages / 2) {
    draw(images, first);
    for (int64_t i = first; i < first + kImages / 2; ++i) {
      int64_t guess = argmax(results[0].second, i);
      int64_t truth = int64_t(labels->toDouble(i));
      std::string text = kClasses[guess];
      if (guess != truth)
        text += std::string(" (is: ") + kClasses[truth] + ")";
      std::printf("%-30s", text.c_str());
    }
    std::printf("\n\n");
  }
  return {};
}

int main(int argc, char **argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: show_images MODEL.mlir FILE.safetensors\n");
    return 2;
  }
  rt::Status status = show(argv[1], argv[2]);
  if (!status.ok())
    std::fprintf(stderr, "%s\n", status.message().c_str());
  return status.exitCode();
}
