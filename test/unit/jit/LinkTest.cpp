//===- LinkTest.cpp - what links, and what is said when it does not -------===//
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

constexpr llvm::StringLiteral kTriple = R"(
  func.func @helper(%x: f32) -> f32 {
    %y = arith.addf %x, %x : f32
    %z = arith.addf %y, %x : f32
    return %z : f32
  })";

float run(const SharedObject &code) {
  alignas(64) float value = 7;
  function<void(float *)>(code, "k")(&value);
  return value;
}

/// A function of the process with a name that objects use, too.
extern "C" [[gnu::visibility("default"), gnu::used]] float helper(float) {
  return -1;
}

TEST(Link, NamesTheMissingSymbol) {
  Compiler compiler;
  EmitBuffer object = compiler.object(kCaller);
  EXPECT_EQ(message(linkShared(view(object))),
            "compiled code calls 'helper', which is no function of the "
            "libraries that it may use");
}

TEST(Link, DoesNotFindSymbolsOfTheProcessByChance) {
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
  EXPECT_NE(message(linkShared(view(object))).find("'getpid'"),
            std::string::npos);
}

TEST(Link, LinksObjectsWithEachOther) {
  Compiler compiler;
  EmitBuffer caller = compiler.object(kCaller);
  EmitBuffer helper = compiler.object(kHelper);
  for (auto objects : {std::vector{view(caller), view(helper)},
                       std::vector{view(helper), view(caller)}}) {
    auto code = linkAndLoad(objects);
    ASSERT_TRUE(bool(code)) << llvm::toString(code.takeError());
    EXPECT_EQ(run(**code), 14);
  }
}

TEST(Link, GivesTheSameBytes) {
  Compiler compiler;
  EmitBuffer caller = compiler.object(kCaller);
  EmitBuffer helper = compiler.object(kHelper);
  llvm::Expected<EmitBuffer> one = linkShared({view(caller), view(helper)});
  llvm::Expected<EmitBuffer> two = linkShared({view(caller), view(helper)});
  ASSERT_TRUE(one && two);
  EXPECT_EQ(*one, *two);
}

TEST(Link, RefusesTwoDefinitions) {
  Compiler compiler;
  EmitBuffer helper = compiler.object(kHelper);
  EXPECT_EQ(message(linkShared({view(helper), view(helper)})),
            "symbol 'helper' is defined by two kernels");
}

TEST(Link, RefusesBytesThatAreNoObject) {
  EXPECT_NE(
      message(linkShared({"not an object"})).find("cannot read compiled code"),
      std::string::npos);
  Compiler compiler;
  EmitBuffer object = compiler.object(kHelper);
  EXPECT_NE(message(linkShared({view(object).take_front(100)}))
                .find("cannot read compiled code"),
            std::string::npos);
}

TEST(Link, SaysWhyCodeDoesNotLink) {
  // An object whose relocations are of a kind that does not exist.
  Compiler compiler;
  EmitBuffer object = compiler.object(kCaller);
  EmitBuffer helper = compiler.object(kHelper);
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
  std::string text = message(linkShared({view(object), view(helper)}));
  EXPECT_EQ(text.find("cannot link compiled code: "), 0u) << text;
  EXPECT_NE(text.find("relocation"), std::string::npos) << text;
}

TEST(SharedObject, NamesTheFunctionThatIsNotThere) {
  Compiler compiler;
  std::unique_ptr<SharedObject> code = compiler.load(kHelper);
  ASSERT_TRUE(code);
  EXPECT_EQ(code->lookup("other").status().message(),
            "compiled code has no function 'other'");
}

TEST(SharedObject, RefusesBytesThatAreNone) {
  for (std::string_view bytes : {"",
                                 "\x7f"
                                 "ELF",
                                 "not a shared object"}) {
    auto loaded = SharedObject::load(bytes);
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.status().message().find("cannot load compiled code: "), 0u)
        << loaded.status().message();
  }
}

// Each calls its own @helper, also where another one was loaded before it,
// where that one is gone, and where the process has one.
TEST(SharedObject, SeveralStandBesideEachOther) {
  Compiler compiler;
  EmitBuffer caller = compiler.object(kCaller);
  EmitBuffer twice = compiler.object(kHelper),
             thrice = compiler.object(kTriple);
  auto one = linkAndLoad({view(caller), view(twice)});
  auto two = linkAndLoad({view(caller), view(thrice)});
  ASSERT_TRUE(one && two);
  EXPECT_EQ(run(**one), 14);
  EXPECT_EQ(run(**two), 21);
  one->reset();
  auto three = linkAndLoad({view(caller), view(twice)});
  ASSERT_TRUE(bool(three));
  EXPECT_EQ(run(**two), 21);
  EXPECT_EQ(run(**three), 14);
}

} // namespace
