//===- EmitTest.cpp - targets, tiers, formats, splitting ------------------===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compile.h"
#include "mlir/Parser/Parser.h"
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::test;

namespace {

/// 32 multiply-adds of one 512-bit vector.
constexpr llvm::StringLiteral kVectors = R"(
  func.func @k(%a: memref<32x16xf32>, %c: memref<16xf32>) {
    %c0 = arith.constant 0 : index
    %c1 = arith.constant 1 : index
    %n = arith.constant 32 : index
    %z = vector.load %c[%c0] : memref<16xf32>, vector<16xf32>
    %r = scf.for %i = %c0 to %n step %c1 iter_args(%s = %z) -> vector<16xf32> {
      %x = vector.load %a[%i, %c0] : memref<32x16xf32>, vector<16xf32>
      %t = vector.fma %x, %x, %s : vector<16xf32>
      scf.yield %t : vector<16xf32>
    }
    vector.store %r, %c[%c0] : memref<16xf32>, vector<16xf32>
    return
  })";

EmitOptions optionsFor(llvm::StringRef triple, llvm::StringRef cpu,
                       Tier tier = Tier::Final) {
  EmitOptions options;
  options.target = llvm::cantFail(TargetInfo::create(triple, cpu));
  options.tier = tier;
  return options;
}

size_t count(const std::string &text, const std::string &part) {
  size_t found = 0;
  for (size_t at = text.find(part); at != std::string::npos;
       at = text.find(part, at + 1))
    ++found;
  return found;
}

TEST(Target, KnowsTheVectorUnits) {
  auto check = [](const char *cpu, unsigned bytes, unsigned registers,
                  bool fma) {
    TargetInfo target =
        llvm::cantFail(TargetInfo::create("x86_64-pc-linux-gnu", cpu));
    EXPECT_EQ(target.vectorBytes, bytes) << cpu;
    EXPECT_EQ(target.vectorRegisters, registers) << cpu;
    EXPECT_EQ(target.hasFma, fma) << cpu;
  };
  check("", 16, 16, false);
  check("x86-64", 16, 16, false);
  check("x86-64-v3", 32, 16, true);
  check("x86-64-v4", 64, 32, true);
  check("rocketlake", 64, 32, true); // although it prefers 256 bit
  TargetInfo arm = llvm::cantFail(TargetInfo::create("aarch64-linux-gnu", ""));
  EXPECT_EQ(arm.vectorBytes, 16u);
  EXPECT_EQ(arm.vectorRegisters, 32u);
}

TEST(Target, TheHostIsNative) {
  const TargetInfo &host = TargetInfo::host();
  EXPECT_EQ(llvm::cantFail(TargetInfo::create("", "")).features, host.features);
  EXPECT_EQ(llvm::cantFail(TargetInfo::create("", "native")).cpu, host.cpu);
  EXPECT_GE(host.l1Bytes, 8 << 10);
  EXPECT_GE(host.l2Bytes, host.l1Bytes);
}

TEST(Target, RefusesUnknownNames) {
  EXPECT_EQ(message(TargetInfo::create("", "i1234")),
            "unknown cpu 'i1234' for target triple '" +
                TargetInfo::host().triple + "'");
  EXPECT_EQ(message(TargetInfo::create("toaster-unknown", ""))
                .find("unknown target triple 'toaster-unknown'"),
            0u);
}

TEST(Emit, UsesThe512BitRegistersWherePreferenceIs256) {
  Compiler compiler;
  for (Tier tier : {Tier::Quick, Tier::Final}) {
    std::string text =
        compiler.print(kVectors, EmitFormat::Assembly,
                       optionsFor("x86_64-pc-linux-gnu", "rocketlake", tier));
    EXPECT_GE(count(text, "zmm"), 1u);
    EXPECT_GE(count(text, "vfmadd"), 1u);
    EXPECT_EQ(count(text, "ymm"), 0u) << text;
    EXPECT_EQ(count(text, ".cfi_"), 0u);
  }
}

TEST(Emit, FollowsTheTarget) {
  Compiler compiler;
  std::string avx2 =
      compiler.print(kVectors, EmitFormat::Assembly,
                     optionsFor("x86_64-pc-linux-gnu", "x86-64-v3"));
  EXPECT_EQ(count(avx2, "zmm"), 0u);
  EXPECT_GE(count(avx2, "vfmadd"), 1u);
  // Without the instruction a written fma still rounds once: by a call.
  std::string sse = compiler.print(kVectors, EmitFormat::Assembly,
                                   optionsFor("x86_64-pc-linux-gnu", ""));
  EXPECT_GE(count(sse, "fmaf"), 1u);
  EXPECT_EQ(count(sse, "mulps"), 0u);
  std::string arm = compiler.print(kVectors, EmitFormat::Assembly,
                                   optionsFor("aarch64-linux-gnu", ""));
  EXPECT_GE(count(arm, "fmla"), 1u);
}

TEST(Emit, WritesAnnotatedLLVMIR) {
  Compiler compiler;
  std::string text =
      compiler.print(kVectors, EmitFormat::LLVM,
                     optionsFor("x86_64-pc-linux-gnu", "x86-64-v4"));
  EXPECT_NE(text.find("define void @k(ptr noalias"), std::string::npos);
  EXPECT_NE(text.find("nonnull"), std::string::npos);
  EXPECT_NE(text.find("align 64"), std::string::npos);
  EXPECT_NE(text.find("dereferenceable(2048)"), std::string::npos);
  EXPECT_NE(text.find("\"prefer-vector-width\"=\"512\""), std::string::npos);
  EXPECT_NE(text.find("\"no-builtins\""), std::string::npos);
  EXPECT_EQ(text.find("fmuladd"), std::string::npos);
}

TEST(Emit, NamesTheOpThatHasNoLowering) {
  mlir::MLIRContext context;
  context.allowUnregisteredDialects();
  auto module = mlir::parseSourceString<mlir::ModuleOp>(
      "\"leat.mystery\"() : () -> ()", &context);
  ASSERT_TRUE(module);
  std::string text = message(emit(*module, EmitFormat::LLVM));
  EXPECT_NE(text.find("'leat.mystery' op has no lowering to LLVM"),
            std::string::npos)
      << text;
}

TEST(Emit, ThreadsDoNotChangeTheObjects) {
  Compiler compiler;
  auto larger = compiler.lower(R"(
    func.func @a(%a: memref<1xf64>) {
      %c0 = arith.constant 0 : index
      %x = memref.load %a[%c0] : memref<1xf64>
      %e = math.exp %x : f64
      %y = arith.mulf %e, %e : f64
      memref.store %y, %a[%c0] : memref<1xf64>
      return
    })");
  auto smaller = compiler.lower(R"(
    func.func @b(%a: memref<1xf64>) {
      return
    })");
  ASSERT_TRUE(larger && smaller);
  std::vector<mlir::ModuleOp> modules = {*smaller, *larger};
  auto one = emitAll(modules, EmitFormat::Object, {}, 1);
  auto two = emitAll(modules, EmitFormat::Object, {}, 2);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(*one, *two);
}

} // namespace
