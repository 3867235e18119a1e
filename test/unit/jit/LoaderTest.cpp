//===- LoaderTest.cpp - what links, and what is said when it does not -----===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//===----------------------------------------------------------------------===//

#include "Compile.h"
#include "llvm/BinaryFormat/ELF.h"
#include <gtest/gtest.h>

using namespace leat;
using namespace leat::test;

namespace {

llvm::StringRef view(const EmitBuffer &buffer) {
  return {buffer.data(), buffer.size()};
}

/// b = helper(a), with `helper` left to the linker.
constexpr llvm::StringLiteral kCaller = R"(
  func.func private @helper(f32) -> f32
  func.func @k(%a: memref<1xf32>) {
    %c0 = arith.constant 0 : index
    %x = memref.load %a[%c0] : memref<1xf32>
    %y = func.call @helper(%x) : (f32) -> f32
    memref.store %y, %a[%c0] : memref<1xf32>
    return
  })";

constexpr llvm::StringLiteral kHelper = R"(
  func.func @helper(%x: f32) -> f32 {
    %y = arith.addf %x, %x : f32
    return %y : f32
  })";

float triple(float x) { return 3 * x; }

float run(const Loader &loader) {
  alignas(64) float value = 7;
  (*llvm::cantFail(loader.function<void(float *)>("k")))(&value);
  return value;
}

TEST(Loader, NamesTheMissingSymbol) {
  Compiler compiler;
  EmitBuffer object = compiler.object(kCaller);
  EXPECT_EQ(
      message(Loader::load(view(object))),
      "compiled code calls 'helper', which neither the runtime nor libm has");
}

TEST(Loader, BindsWhatTheCallerGives) {
  Compiler compiler;
  Symbol symbol = {"helper", reinterpret_cast<void *>(triple)};
  std::unique_ptr<Loader> loader = compiler.load(kCaller, {}, symbol);
  ASSERT_TRUE(loader);
  EXPECT_EQ(run(*loader), 21);
}

TEST(Loader, DoesNotFindSymbolsOfTheProcessByChance) {
  // getpid is in every process, and in no table.
  constexpr llvm::StringLiteral text = R"(
    func.func private @getpid() -> i32
    func.func @k(%a: memref<1xi32>) {
      %c0 = arith.constant 0 : index
      %x = func.call @getpid() : () -> i32
      memref.store %x, %a[%c0] : memref<1xi32>
      return
    })";
  Compiler compiler;
  EmitBuffer object = compiler.object(text);
  EXPECT_NE(message(Loader::load(view(object))).find("'getpid'"),
            std::string::npos);
}

TEST(Loader, LinksObjectsWithEachOther) {
  Compiler compiler;
  EmitBuffer caller = compiler.object(kCaller);
  EmitBuffer helper = compiler.object(kHelper);
  for (auto objects : {std::vector{view(caller), view(helper)},
                       std::vector{view(helper), view(caller)}}) {
    auto loader = Loader::load(objects);
    ASSERT_TRUE(bool(loader)) << llvm::toString(loader.takeError());
    EXPECT_EQ(run(**loader), 14);
  }
}

TEST(Loader, RefusesTwoDefinitions) {
  Compiler compiler;
  EmitBuffer helper = compiler.object(kHelper);
  EXPECT_EQ(message(Loader::load({view(helper), view(helper)})),
            "symbol 'helper' is defined by two kernels");
}

TEST(Loader, RefusesBytesThatAreNoObject) {
  EXPECT_NE(message(Loader::load({"not an object"}))
                .find("cannot read compiled code"),
            std::string::npos);
  Compiler compiler;
  EmitBuffer object = compiler.object(kHelper);
  EXPECT_NE(message(Loader::load({view(object).take_front(100)}))
                .find("cannot read compiled code"),
            std::string::npos);
}

TEST(Loader, SaysWhyCodeDoesNotLink) {
  // An object whose relocations are of a kind that does not exist.
  Compiler compiler;
  EmitBuffer object = compiler.object(kCaller);
  namespace ELF = llvm::ELF;
  auto *header = reinterpret_cast<ELF::Elf64_Ehdr *>(object.data());
  auto *sections =
      reinterpret_cast<ELF::Elf64_Shdr *>(object.data() + header->e_shoff);
  int damaged = 0;
  for (int i = 0; i < header->e_shnum; ++i)
    if (sections[i].sh_type == ELF::SHT_RELA) {
      reinterpret_cast<ELF::Elf64_Rela *>(object.data() + sections[i].sh_offset)
          ->setType(200);
      ++damaged;
    }
  ASSERT_GE(damaged, 1);
  Symbol symbol = {"helper", reinterpret_cast<void *>(triple)};
  std::string text = message(Loader::load(view(object), symbol));
  EXPECT_EQ(text.find("cannot link compiled code: "), 0u) << text;
  EXPECT_NE(text.find("relocation"), std::string::npos) << text;
}

TEST(Loader, NamesTheFunctionThatIsNotThere) {
  Compiler compiler;
  std::unique_ptr<Loader> loader = compiler.load(kHelper);
  ASSERT_TRUE(loader);
  EXPECT_EQ(message(loader->lookup("other")),
            "compiled code has no function 'other'");
}

TEST(Loader, SeveralStandBesideEachOther) {
  Compiler compiler;
  Symbol symbol = {"helper", reinterpret_cast<void *>(triple)};
  std::unique_ptr<Loader> one = compiler.load(kCaller, {}, symbol);
  std::unique_ptr<Loader> two = compiler.load(kCaller, {}, symbol);
  ASSERT_TRUE(one && two);
  one.reset();
  EXPECT_EQ(run(*two), 21);
}

} // namespace
