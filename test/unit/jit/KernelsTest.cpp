//===- KernelsTest.cpp - kernels compiled one by one ----------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "runtime/Cache.h"
#include "runtime/jit/ModelCompiler.h"
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>

using namespace leat;

namespace {

/// A cache in a folder of its own.
class Kernels : public testing::Test {
protected:
  Kernels() {
    std::string name = testing::TempDir() + "leat-kernels-XXXXXX";
    CacheOptions options;
    options.directory = ::mkdtemp(name.data());
    cache = std::make_shared<Cache>(options);
  }
  ~Kernels() override { std::filesystem::remove_all(cache->directory()); }

  /// Compiles @name of `text`; the kernels that were not in the cache.
  uint64_t compile(const std::string &text, const std::string &name) {
    ModelSource source;
    source.name = "test.mlir";
    source.text = text;
    CompilerSettings settings;
    settings.cache = cache;
    uint64_t before = cache->stats().misses;
    auto compiler = createModelCompiler(source, settings);
    EXPECT_TRUE(compiler.ok()) << compiler.status().message();
    auto code = (*compiler)->compile(name, {});
    EXPECT_TRUE(code.ok()) << code.status().message();
    if (code.ok())
      last = code->code;
    return cache->stats().misses - before;
  }

  std::shared_ptr<Cache> cache;
  std::string last; ///< the code of the last compilation
};

/// Two kernels: a product whose result is reduced in another one.
std::string model(const std::string &function, const std::string &tail) {
  return "leat.model @m {\n"
         "  func @" +
         function +
         "(%x: f32[4, 8], %w: f32[6, 8])"
         " -> (y: f32[4, 6], z: f32[8]) {\n"
         "    %y = linear %x, %w\n"
         "    %z = let " +
         tail +
         "\n"
         "    return %y, %z\n  }\n}\n";
}

TEST_F(Kernels, AreFoundWhateverTheFunctionIsCalled) {
  EXPECT_EQ(compile(model("f", "sum(%x, axis = 0)"), "f"), 2u);
  std::string first = last;
  EXPECT_EQ(compile(model("f", "sum(%x, axis = 0)"), "f"), 0u);
  EXPECT_EQ(last, first) << "the same code, whether compiled or found";
  EXPECT_EQ(compile(model("g", "sum(%x, axis = 0)"), "g"), 0u);
}

TEST_F(Kernels, OnlyThoseThatChangedAreCompiled) {
  EXPECT_EQ(compile(model("f", "sum(%x, axis = 0)"), "f"), 2u);
  EXPECT_EQ(compile(model("f", "mean(%x, axis = 0)"), "f"), 1u);
}

TEST_F(Kernels, PlacesAndNamesAreNotWhatTheyAre) {
  compile(model("f", "sum(%x, axis = 0)"), "f");
  EXPECT_EQ(compile("\n\n// moved\n" + model("f", "sum(%x, axis = 0)"), "f"),
            0u);
}

} // namespace
