//===- EntryTest.cpp - entries from tensors to numbers --------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The stages memory and cpu with loops in place of vectorised kernels.
//
//===----------------------------------------------------------------------===//

#include "Compile.h"
#include "dialect/Dialect.h"
#include "mlir/Conversion/Passes.h"
#include "mlir/Dialect/Linalg/Passes.h"
#include "mlir/InitAllDialects.h"
#include "mlir/InitAllExtensions.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "passes/Passes.h"
#include "passes/cpu/LowerToLLVM.h"
#include "passes/emit/Emit.h"
#include "passes/memory/Stage.h"
#include "runtime/Executable.h"
#include "runtime/jit/ReadSignature.h"
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::test;
using mlir::ModuleOp;

namespace {

/// A compiled module, its slab and its entries.
struct Model {
  ModelSignature signature;
  std::unique_ptr<SharedObject> code;
  rt::StateSlab slab;

  rt::Executable entry(const std::string &name) {
    const rt::EntrySignature *facts = signature.find(name);
    return *rt::Executable::create(
        *facts, function<rt::EntryFunction>(*code, facts->symbol.c_str()));
  }
};

void buildPasses(mlir::PassManager &manager) {
  buildMemory(manager);
  manager.addPass(mlir::createConvertLinalgToLoopsPass());
  manager.addPass(createPromoteScratchPass());
  manager.addPass(createLowerLaunchPass());
  buildLowerToLLVM(manager);
}

std::optional<Model> compile(llvm::StringRef text) {
  mlir::DialectRegistry registry;
  mlir::registerAllDialects(registry);
  mlir::registerAllExtensions(registry);
  registry.insert<LeatDialect>();
  registerEmitTranslations(registry);
  mlir::MLIRContext context(registry);
  auto module = mlir::parseSourceString<ModuleOp>(text, &context);
  mlir::PassManager manager(&context);
  buildPasses(manager);
  if (!module || failed(manager.run(*module)))
    return std::nullopt;
  auto signature = readSignature(*module);
  EXPECT_TRUE(signature.ok()) << signature.status().message();
  llvm::Expected<EmitBuffer> object = emit(*module, EmitFormat::Object);
  if (!signature.ok() || !object)
    return std::nullopt;
  auto code = linkAndLoad({{object->data(), object->size()}});
  if (!code) {
    ADD_FAILURE() << llvm::toString(code.takeError());
    return std::nullopt;
  }
  auto layout = rt::StateLayout::make(signature->states);
  auto slab = rt::StateSlab::create(*layout);
  return Model{*std::move(signature), std::move(*code), *std::move(slab)};
}

/// g = w * x, loss = sum(g), w' = w - 0.5 g; the other state comes first in
/// the slab.
constexpr llvm::StringLiteral kStep = R"mlir(
module attributes {leat.states = [{name = "b", type = tensor<3xf64>},
                                  {name = "w", type = tensor<2x4xf32>}]} {
  func.func private @mul(%a: tensor<8xf32>, %b: tensor<8xf32>, %out: tensor<8xf32>) -> tensor<8xf32> {
    %r = linalg.mul ins(%a, %b : tensor<8xf32>, tensor<8xf32>) outs(%out : tensor<8xf32>) -> tensor<8xf32>
    return %r : tensor<8xf32>
  }
  func.func private @sum(%a: tensor<8xf32>, %out: tensor<f32>) -> tensor<f32> {
    %zero = arith.constant 0.0 : f32
    %f = linalg.fill ins(%zero : f32) outs(%out : tensor<f32>) -> tensor<f32>
    %r = linalg.reduce { arith.addf } ins(%a : tensor<8xf32>) outs(%f : tensor<f32>) dimensions = [0]
    return %r : tensor<f32>
  }
  func.func private @sgd(%w: tensor<2x4xf32>, %g: tensor<2x4xf32>, %out: tensor<2x4xf32>) -> tensor<2x4xf32> {
    %half = arith.constant 0.5 : f32
    %e = tensor.empty() : tensor<2x4xf32>
    %f = linalg.fill ins(%half : f32) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %s = linalg.mul ins(%f, %g : tensor<2x4xf32>, tensor<2x4xf32>) outs(%e : tensor<2x4xf32>) -> tensor<2x4xf32>
    %r = linalg.sub ins(%w, %s : tensor<2x4xf32>, tensor<2x4xf32>) outs(%out : tensor<2x4xf32>) -> tensor<2x4xf32>
    return %r : tensor<2x4xf32>
  }
  func.func @fit(%x: tensor<8xf32> {leat.name = "x"}, %w: tensor<2x4xf32> {leat.state = @w})
      -> (tensor<f32> {leat.name = "loss"}, tensor<2x4xf32> {leat.state = @w}) {
    %e0 = tensor.empty() : tensor<8xf32>
    %g = leat.launch @mul ins(%w, %x : tensor<2x4xf32>, tensor<8xf32>) outs(%e0 : tensor<8xf32>) -> tensor<8xf32>
    %e1 = tensor.empty() : tensor<2x4xf32>
    %n = leat.launch @sgd ins(%w, %g : tensor<2x4xf32>, tensor<8xf32>) outs(%e1 : tensor<2x4xf32>) -> tensor<2x4xf32>
    %e2 = tensor.empty() : tensor<f32>
    %l = leat.launch @sum ins(%g : tensor<8xf32>) outs(%e2 : tensor<f32>) -> tensor<f32>
    return %l, %n : tensor<f32>, tensor<2x4xf32>
  }
})mlir";

TEST(Entry, TrainsInPlace) {
  std::optional<Model> model = compile(kStep);
  ASSERT_TRUE(model);
  rt::Executable fit = model->entry("fit");
  // The gradient, and the scratch of sgd behind it.
  EXPECT_EQ(fit.signature().arenaBytes, 64 + fit.signature().scratchBytes);
  EXPECT_GT(fit.signature().scratchBytes, 0);
  rt::State state;
  state.set("b", *rt::Tensor::from<double>({3}, {1, 2, 3}));
  state.set("w", *rt::Tensor::from<float>({2, 4}, {1, 2, 3, 4, 5, 6, 7, 8}));
  ASSERT_TRUE(model->slab.load(state).ok());
  auto x = *rt::Tensor::from<float>({8}, {1, 1, 1, 1, 2, 2, 2, 2});
  float w[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  for (int step = 0; step < 3; ++step) {
    auto outputs = fit.run(rt::NamedTensors{{"x", x}}, &model->slab);
    ASSERT_TRUE(outputs.ok()) << outputs.status().message();
    float loss = 0;
    for (int i = 0; i < 8; ++i) {
      float g = w[i] * (i < 4 ? 1.0f : 2.0f);
      loss += g;
      w[i] -= 0.5f * g;
    }
    EXPECT_EQ((*outputs)[0].second.toDouble(), loss);
    for (int i = 0; i < 8; ++i)
      EXPECT_EQ(model->slab.tensor("w")->values<float>()[size_t(i)], w[i]);
  }
  EXPECT_TRUE(sameBits(*model->slab.tensor("b"), *state.find("b")));
}

/// Ten steps of x = x + x[row i]: a loop, slices on and off the alignment, a
/// stack of what it went through, by rows and by columns.
constexpr llvm::StringLiteral kLoop = R"mlir(
module {
  func.func private @add(%a: tensor<3xf32>, %b: tensor<3xf32>, %out: tensor<3xf32>) -> tensor<3xf32> {
    %r = linalg.add ins(%a, %b : tensor<3xf32>, tensor<3xf32>) outs(%out : tensor<3xf32>) -> tensor<3xf32>
    return %r : tensor<3xf32>
  }
  func.func @walk(%x: tensor<3xf32> {leat.name = "x"}, %d: tensor<10x3xf32> {leat.name = "d"})
      -> (tensor<3xf32> {leat.name = "end"}, tensor<10x3xf32> {leat.name = "rows"}, tensor<3x10xf32> {leat.name = "columns"}) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %c10 = arith.constant 10 : index
    %r0 = tensor.empty() : tensor<10x3xf32>
    %k0 = tensor.empty() : tensor<3x10xf32>
    %y, %r, %k = scf.for %i = %c0 to %c10 step %c1 iter_args(%s = %x, %rs = %r0, %ks = %k0)
        -> (tensor<3xf32>, tensor<10x3xf32>, tensor<3x10xf32>) {
      %step = tensor.extract_slice %d[%i, 0] [1, 3] [1, 1] : tensor<10x3xf32> to tensor<3xf32>
      %e = tensor.empty() : tensor<3xf32>
      %n = leat.launch @add ins(%s, %step : tensor<3xf32>, tensor<3xf32>) outs(%e : tensor<3xf32>) -> tensor<3xf32>
      %rn = tensor.insert_slice %n into %rs[%i, 0] [1, 3] [1, 1] : tensor<3xf32> into tensor<10x3xf32>
      %kn = tensor.insert_slice %n into %ks[0, %i] [3, 1] [1, 1] : tensor<3xf32> into tensor<3x10xf32>
      scf.yield %n, %rn, %kn : tensor<3xf32>, tensor<10x3xf32>, tensor<3x10xf32>
    }
    return %y, %r, %k : tensor<3xf32>, tensor<10x3xf32>, tensor<3x10xf32>
  }
})mlir";

TEST(Entry, LoopsStayInside) {
  std::optional<Model> model = compile(kLoop);
  ASSERT_TRUE(model);
  rt::Executable walk = model->entry("walk");
  auto x = *rt::Tensor::from<float>({3}, {100, 200, 300});
  auto d = *rt::Tensor::zeros(rt::DType::F32, {10, 3});
  for (int i = 0; i < 30; ++i)
    d.values<float>()[size_t(i)] = float(i);
  auto outputs = walk.run(std::vector<rt::Tensor>{x, d});
  ASSERT_TRUE(outputs.ok()) << outputs.status().message();
  float now[3] = {100, 200, 300};
  for (int64_t i = 0; i < 10; ++i)
    for (int64_t j = 0; j < 3; ++j) {
      now[j] += float(3 * i + j);
      EXPECT_EQ((*outputs)[1].at<float>({i, j}), now[j]);
      EXPECT_EQ((*outputs)[2].at<float>({j, i}), now[j]);
    }
  for (int64_t j = 0; j < 3; ++j) {
    EXPECT_EQ((*outputs)[0].at<float>({j}), now[j]);
    EXPECT_EQ(x.at<float>({j}),
              100.0f * float(j + 1)); // inputs are not written
  }
}

/// What cannot be in place is still right: states that change places, a state
/// and an output that are one value, a constant, an update read afterwards.
constexpr llvm::StringLiteral kHazards = R"mlir(
module attributes {leat.states = [{name = "a", type = tensor<2xf32>}, {name = "b", type = tensor<2xf32>}]} {
  func.func private @add(%a: tensor<2xf32>, %b: tensor<2xf32>, %out: tensor<2xf32>) -> tensor<2xf32> {
    %r = linalg.add ins(%a, %b : tensor<2xf32>, tensor<2xf32>) outs(%out : tensor<2xf32>) -> tensor<2xf32>
    return %r : tensor<2xf32>
  }
  func.func @swap(%a: tensor<2xf32> {leat.state = @a}, %b: tensor<2xf32> {leat.state = @b})
      -> (tensor<2xf32> {leat.state = @a}, tensor<2xf32> {leat.state = @b}) {
    return %b, %a : tensor<2xf32>, tensor<2xf32>
  }
  func.func @both(%a: tensor<2xf32> {leat.state = @a}, %b: tensor<2xf32> {leat.state = @b})
      -> (tensor<2xf32> {leat.name = "new"}, tensor<2xf32> {leat.name = "old"}, tensor<2xf32> {leat.name = "one"},
          tensor<2xf32> {leat.state = @a}, tensor<2xf32> {leat.state = @b}) {
    %one = arith.constant dense<[1.0, 2.0]> : tensor<2xf32>
    %e = tensor.empty() : tensor<2xf32>
    %n = leat.launch @add ins(%a, %one : tensor<2xf32>, tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
    %m = leat.launch @add ins(%b, %a : tensor<2xf32>, tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
    %k = leat.launch @add ins(%m, %n : tensor<2xf32>, tensor<2xf32>) outs(%e : tensor<2xf32>) -> tensor<2xf32>
    return %n, %a, %one, %n, %k : tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>, tensor<2xf32>
  }
})mlir";

TEST(Entry, HazardsAreCopied) {
  std::optional<Model> model = compile(kHazards);
  ASSERT_TRUE(model);
  rt::State state;
  state.set("a", *rt::Tensor::from<float>({2}, {10, 20}));
  state.set("b", *rt::Tensor::from<float>({2}, {3, 4}));
  ASSERT_TRUE(model->slab.load(state).ok());
  rt::Executable swap = model->entry("swap");
  ASSERT_TRUE(swap.run(std::vector<rt::Tensor>(), &model->slab).ok());
  auto values = [&](const char *name) {
    auto span = model->slab.tensor(name)->values<float>();
    return std::vector<float>(span.begin(), span.end());
  };
  EXPECT_EQ(values("a"), (std::vector<float>{3, 4}));
  EXPECT_EQ(values("b"), (std::vector<float>{10, 20}));
  rt::Executable both = model->entry("both");
  auto outputs = both.run(std::vector<rt::Tensor>(), &model->slab);
  ASSERT_TRUE(outputs.ok()) << outputs.status().message();
  auto output = [&](size_t i) {
    auto span = (*outputs)[i].values<float>();
    return std::vector<float>(span.begin(), span.end());
  };
  EXPECT_EQ(output(0), (std::vector<float>{4, 6}));
  EXPECT_EQ(output(1), (std::vector<float>{3, 4}));
  EXPECT_EQ(output(2), (std::vector<float>{1, 2}));
  EXPECT_EQ(values("a"), (std::vector<float>{4, 6}));
  EXPECT_EQ(values("b"), (std::vector<float>{10 + 3 + 4, 20 + 4 + 6}));
}

TEST(ReadSignature, SaysWhatIsMissing) {
  mlir::MLIRContext context;
  auto read = [&](llvm::StringRef text) {
    auto module = mlir::parseSourceString<ModuleOp>(text, &context);
    return readSignature(*module).status().message();
  };
  context.allowUnregisteredDialects();
  EXPECT_EQ(read("module {}"), "leat.entries is nothing, expected an array");
  EXPECT_EQ(read("module attributes {leat.entries = [{name = \"f\"}]} {}"),
            "entry is {name = \"f\"}, expected {name, symbol, arena_bytes, "
            "scratch_bytes, ...}");
  EXPECT_EQ(read("module attributes {leat.entries = [], leat.states = "
                 "[{name = \"w\", type = tensor<2xi7>}]} {}"),
            "'w' has elements of type i7, which the runtime does not have");
}

} // namespace
