//===- ValueContractTest.cpp - bits do not depend on how they are made ----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A few steps of each network and every op of test/vectors, compiled in
// different ways (docs/rationale.md, "Values do not depend on how they are
// computed"): results and states are equal bit for bit. The models stand in
// the folder that LEAT_CONTRACT_MODELS names (jit.test).
//
//===----------------------------------------------------------------------===//

#include "passes/emit/Emit.h"
#include "passes/emit/Link.h"
#include "runtime/Executable.h"
#include "runtime/cpu/SharedObject.h"
#include "runtime/io/Npy.h"
#include "runtime/jit/Model.h"
#include "runtime/jit/ModelCompiler.h"
#include "runtime/jit/ReadSignature.h"
#include "runtime/program/InitialState.h"
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace leat;

namespace {

/// How a model is compiled. The first way is that of `leat run`.
struct Way {
  const char *name;
  bool apart = false; ///< kernel by kernel, as against all in one module
  bool fuse = true;
  Tier tier = Tier::Final;
  int threads = 1;
  unsigned vectorBytes = TargetInfo::host().vectorBytes;
};

struct Compiled {
  rt::EntrySignature entry;
  std::vector<rt::TensorSignature> states;
  std::string code;
};

/// What a run leaves: results of each call, then the states.
using Outcome = rt::NamedTensors;

/// Gives the inputs of an entry.
using Inputs =
    std::function<rt::Result<rt::NamedTensors>(const rt::EntrySignature &)>;

} // namespace

static rt::Status fromLLVM(llvm::Error error) {
  return rt::internalError(llvm::toString(std::move(error)));
}

static rt::Result<Compiled> compileWhole(Model &model, const std::string &name,
                                         const ExtentSizes &extents,
                                         const Way &way) {
  LoweringOptions lowering;
  lowering.compile.entries = {name};
  for (const auto &[extent, size] : extents)
    lowering.compile.extents.push_back(extent + "=" + std::to_string(size));
  lowering.compile.threads = way.threads;
  lowering.compile.fuse = way.fuse;
  lowering.compile.target.vectorBytes = way.vectorBytes;
  LEAT_ASSIGN(mlir::OwningOpRef<mlir::ModuleOp> module,
              model.lower(stages().back().name.str(), lowering));
  LEAT_ASSIGN(ModelSignature signature, readSignature(*module));
  EmitOptions options;
  options.tier = way.tier;
  llvm::Expected<EmitBuffer> object =
      emit(*module, EmitFormat::Object, options);
  if (!object)
    return fromLLVM(object.takeError());
  llvm::Expected<EmitBuffer> linked =
      linkShared(llvm::StringRef(object->data(), object->size()));
  if (!linked)
    return fromLLVM(linked.takeError());
  return Compiled{*signature.find(name), signature.states,
                  std::string(linked->data(), linked->size())};
}

static rt::Result<Compiled> compileApart(const ModelSource &source,
                                         const std::string &name,
                                         const ExtentSizes &extents,
                                         const Way &way) {
  CompilerSettings settings;
  settings.threads = way.threads;
  LEAT_ASSIGN(std::unique_ptr<Compiler> compiler,
              createModelCompiler(source, settings));
  LEAT_ASSIGN(CompiledCode code, compiler->compile(name, extents));
  return Compiled{std::move(code.entry), std::move(code.states),
                  std::move(code.code)};
}

/// Calls @name `calls` times.
static rt::Result<Outcome> run(const ModelSource &source,
                               const std::string &name,
                               const ExtentSizes &extents, const Inputs &inputs,
                               int calls, const Way &way) {
  LEAT_ASSIGN(std::unique_ptr<Model> model, Model::read(source));
  LEAT_ASSIGN(Compiled compiled,
              way.apart ? compileApart(source, name, extents, way)
                        : compileWhole(*model, name, extents, way));
  LEAT_ASSIGN(std::unique_ptr<SharedObject> object,
              SharedObject::load(compiled.code));
  LEAT_ASSIGN(auto *function, object->function<rt::EntryFunction>(
                                  compiled.entry.symbol.c_str()));
  LEAT_ASSIGN(rt::Executable entry,
              rt::Executable::create(compiled.entry, function));
  LEAT_ASSIGN(rt::StateSlab slab,
              createStates(model->interface().states, /*seed=*/3));
  LEAT_ASSIGN(rt::NamedTensors given, inputs(compiled.entry));
  Outcome outcome;
  for (int call = 0; call < calls; ++call) {
    LEAT_ASSIGN(rt::NamedTensors results, entry.run(given, &slab));
    outcome.insert(outcome.end(), results.begin(), results.end());
  }
  LEAT_ASSIGN(rt::State state, slab.store());
  outcome.insert(outcome.end(), state.tensors().begin(), state.tensors().end());
  return outcome;
}

/// The first element of other bits, or -1. The bits of a NaN are no value.
static int64_t firstDifference(const rt::Tensor &a, const rt::Tensor &b) {
  int64_t size = a.bytes() / std::max<int64_t>(a.size(), 1);
  auto at = [&](const rt::Tensor &t, int64_t i) {
    return static_cast<const char *>(t.data()) + i * size;
  };
  for (int64_t i = 0; i < a.size(); ++i)
    if (std::memcmp(at(a, i), at(b, i), size_t(size)) != 0 &&
        !(std::isnan(a.toDouble(i)) && std::isnan(b.toDouble(i))))
      return i;
  return -1;
}

static void expectEqual(const Outcome &got, const Outcome &want,
                        const std::string &where) {
  ASSERT_EQ(got.size(), want.size()) << where;
  for (size_t i = 0; i < got.size(); ++i) {
    const auto &[name, tensor] = got[i];
    const auto &[_, expected] = want[i];
    ASSERT_EQ(tensor.signature(), expected.signature()) << where << name;
    int64_t at = firstDifference(tensor, expected);
    EXPECT_EQ(at, -1) << where << ": " << name << ", " << tensor.signature()
                      << ", element " << at << " is " << std::hexfloat
                      << tensor.toDouble(at) << ", expected "
                      << expected.toDouble(at);
  }
}

/// Runs it in every way and compares with the first.
static void checkWays(const ModelSource &source, const std::string &name,
                      const ExtentSizes &extents, const Inputs &inputs,
                      int calls, const std::vector<Way> &ways) {
  std::optional<Outcome> first;
  for (const Way &way : ways) {
    std::string where = source.name + ", " + way.name;
    auto outcome = run(source, name, extents, inputs, calls, way);
    ASSERT_TRUE(outcome.ok()) << where << ": " << outcome.status().message();
    if (!first)
      first = *std::move(outcome);
    else
      expectEqual(*outcome, *first, where);
  }
}

//===----------------------------------------------------------------------===//
// Networks
//===----------------------------------------------------------------------===//

/// Numbers from 0 to 1, and integers below 10, of a fixed pattern.
static rt::Result<rt::NamedTensors> patterned(const rt::EntrySignature &entry) {
  rt::NamedTensors inputs;
  uint32_t number = 1;
  for (const rt::TensorSignature &input : entry.inputs) {
    std::vector<double> values(
        size_t(*rt::countElements(input.type, input.shape)));
    for (double &value : values) {
      number = number * 1664525 + 1013904223;
      value = isFloat(input.type) ? (number >> 8) * 0x1p-24 : number % 10;
    }
    LEAT_ASSIGN(rt::Tensor tensor, rt::Tensor::from(input.shape, values));
    LEAT_ASSIGN(tensor, tensor.cast(input.type));
    inputs.push_back({input.name, tensor});
  }
  return inputs;
}

static void checkNetwork(const std::string &name, int64_t batch) {
  const char *folder = std::getenv("LEAT_CONTRACT_MODELS");
  if (!folder)
    GTEST_SKIP() << "LEAT_CONTRACT_MODELS is not set: see jit.test";
  auto source = ModelSource::read(folder + ("/" + name + ".mlir"));
  ASSERT_TRUE(source.ok()) << source.status().message();
  std::vector<Way> ways = {
      {.name = "as it is run", .apart = true},
      {.name = "two threads", .apart = true, .threads = 2},
      {.name = "in one module"},
      {.name = "op by op", .fuse = false},
      {.name = "quickly", .tier = Tier::Quick},
  };
  for (unsigned bytes : {16u, 32u})
    if (bytes < TargetInfo::host().vectorBytes)
      ways.push_back({.name = bytes == 16 ? "with vectors of 16 bytes"
                                          : "with vectors of 32 bytes",
                      .vectorBytes = bytes});
  checkWays(*source, "fit", {{"B", batch}}, patterned, /*calls=*/3, ways);
}

TEST(ValueContract, PerceptronOfAFewImages) { checkNetwork("mlp", 5); }
TEST(ValueContract, PerceptronOfManyImages) { checkNetwork("mlp", 67); }
TEST(ValueContract, ConvNet) { checkNetwork("convnet", 3); }

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

static void checkFamily(const std::string &folder, const std::string &family,
                        bool fuse) {
  auto source = ModelSource::read(folder + "/" + family + ".mlir");
  ASSERT_TRUE(source.ok()) << source.status().message();
  source->floatType = rt::DType::F32;
  auto inputs =
      [&](const rt::EntrySignature &entry) -> rt::Result<rt::NamedTensors> {
    LEAT_ASSIGN(rt::NamedTensors all,
                rt::readNpz(folder + "/" + family + ".npz"));
    for (auto &[name, tensor] : all)
      for (const rt::TensorSignature &input : entry.inputs)
        if (input.name == name) {
          LEAT_ASSIGN(tensor, tensor.cast(input.type));
        }
    return all;
  };
  // Other in every respect: a compilation takes seconds.
  checkWays(*source, "main", {}, inputs, /*calls=*/1,
            {{.name = "as it is run", .apart = true},
             {.name = "otherwise, quickly, two threads, 16 bytes",
              .fuse = fuse,
              .tier = Tier::Quick,
              .threads = 2,
              .vectorBytes = 16}});
}

TEST(ValueContract, Ops) {
  const char *folder = std::getenv("LEAT_CONTRACT_MODELS");
  if (!folder)
    GTEST_SKIP() << "LEAT_CONTRACT_MODELS is not set: see jit.test";
  for (const char *family : {"unary", "binary", "contraction", "convolution",
                             "window", "shape", "net", "draws"})
    checkFamily(folder, family, /*fuse=*/false);
  // Op by op, derivatives of prod over one element hand tensors without
  // elements to kernels, which do not compile.
  checkFamily(folder, "reduction", /*fuse=*/true);
}
