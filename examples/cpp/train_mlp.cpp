//===- train_mlp.cpp - a C++ program that trains a model --------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loads examples/networks/mlp.mlir, compiles it in this process, trains it on
// fashion-mnist and predicts:
//
//   train_mlp examples/networks/mlp.mlir --steps 400 --save mlp.safetensors
//   train_mlp examples/networks/mlp.mlir --state mlp.safetensors
//             --images images.npy --output logits.npy
//
// The second writes 16 test images and their logits, which are those of
//
//   leat run examples/networks/mlp.mlir --entry logits
//            --state mlp.safetensors --input image=images.npy
//
//===----------------------------------------------------------------------===//

#include "runtime/data/Batches.h"
#include "runtime/data/Spec.h"
#include "runtime/io/Npy.h"
#include "runtime/program/Program.h"

#include <cstdio>
#include <cstdlib>
#include <map>

using namespace leat;

static constexpr int64_t kBatch = 64, kPredicted = 16, kPixels = 784;

// Batch `index` as @fit takes it: images f32[rows, 784], labels i32[rows].
static rt::Result<rt::NamedTensors> makeBatch(const rt::Batches &batches,
                                              int64_t index) {
  int64_t rows = batches.rows(index);
  LEAT_ASSIGN(rt::Tensor image,
              rt::Tensor::zeros(rt::DType::F32, {rows, kPixels}));
  LEAT_ASSIGN(rt::Tensor label, rt::Tensor::zeros(rt::DType::I32, {rows}));
  LEAT_TRY(batches.copy(index, "image", image));
  LEAT_TRY(batches.copy(index, "label", label));
  return rt::NamedTensors{{"image", image}, {"label", label}};
}

static rt::Result<rt::Batches> openData(const char *spec, int64_t size,
                                        bool shuffle) {
  LEAT_ASSIGN(rt::DataSet data, rt::loadData(spec, /*seed=*/0));
  LEAT_TRY(data.castField("label", rt::DType::I32));
  rt::BatchOptions options;
  options.size = size;
  options.shuffle = options.dropLast = shuffle;
  return rt::Batches::create(std::move(data), options);
}

static rt::Status train(Program &program, int64_t steps) {
  LEAT_ASSIGN(rt::Batches batches,
              openData("fashion-mnist", kBatch, /*shuffle=*/true));
  LEAT_ASSIGN(Trainer fit, program.trainer("fit"));
  fit.plan(steps);
  for (int64_t i = 0; i < steps; ++i) {
    if (i % batches.perEpoch() == 0)
      batches.startEpoch(uint64_t(i / batches.perEpoch()));
    LEAT_ASSIGN(rt::NamedTensors batch,
                makeBatch(batches, i % batches.perEpoch()));
    LEAT_ASSIGN(rt::NamedTensors results, fit.step(batch));
    if ((i + 1) % 100 == 0)
      std::printf("step %lld  loss %.4f\n", static_cast<long long>(i + 1),
                  results[0].second.toDouble());
  }
  return {};
}

static rt::Status predict(Program &program,
                          std::map<std::string, std::string> &options) {
  LEAT_ASSIGN(rt::Batches batches,
              openData("fashion-mnist:test", kPredicted, /*shuffle=*/false));
  LEAT_ASSIGN(rt::NamedTensors batch, makeBatch(batches, 0));
  LEAT_ASSIGN(Function logits, program.function("logits"));
  LEAT_ASSIGN(rt::NamedTensors results, logits.run({batch[0]}));
  const rt::Tensor &scores = results[0].second;
  int64_t right = 0;
  for (int64_t i = 0; i < kPredicted; ++i) {
    int32_t best = 0;
    for (int32_t c = 1; c < scores.extent(1); ++c)
      if (scores.at<float>({i, c}) > scores.at<float>({i, best}))
        best = c;
    right += best == batch[1].second.at<int32_t>({i});
  }
  std::printf("%lld of %lld test images are classified rightly\n",
              static_cast<long long>(right),
              static_cast<long long>(kPredicted));
  if (!options["--images"].empty())
    LEAT_TRY(rt::writeNpy(options["--images"], batch[0].second));
  if (!options["--output"].empty())
    LEAT_TRY(rt::writeNpy(options["--output"], scores));
  return {};
}

static rt::Status run(const std::string &path,
                      std::map<std::string, std::string> options) {
  LEAT_ASSIGN(Program program, Program::load(path, {}));
  if (!options["--state"].empty())
    LEAT_TRY(program.loadState(options["--state"]));
  int64_t steps = std::atoll(options["--steps"].c_str());
  LEAT_TRY(train(program, steps));
  LEAT_TRY(predict(program, options));
  if (!options["--save"].empty())
    LEAT_TRY(program.saveState(options["--save"]));
  return {};
}

int main(int argc, char **argv) {
  std::map<std::string, std::string> options;
  for (int i = 2; i + 1 < argc; i += 2)
    options[argv[i]] = argv[i + 1];
  if (argc < 2) {
    std::fprintf(stderr, "usage: train_mlp FILE [--steps N] [--state FILE] "
                         "[--save FILE] [--images FILE.npy] "
                         "[--output FILE.npy]\n");
    return 2;
  }
  rt::Status status = run(argv[1], std::move(options));
  if (!status.ok())
    std::fprintf(stderr, "%s\n", status.message().c_str());
  return status.exitCode();
}
