//===- Library.cpp - the compiler as a library ------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What libleat-compiler.so exports (runtime/program/Compiler.h).
//
//===----------------------------------------------------------------------===//

#include "runtime/jit/ModelCompiler.h"
#include "runtime/program/Compiler.h"
#include "tools/compiler/Commands.h"
#include "tools/compiler/ReferenceEngine.h"
#include "tools/leat/Common.h"

using namespace leat;
using namespace leat::cli;

static int run(const std::vector<std::string> &words) {
  std::optional<int> code = runCommand(
      {checkCommand(), compileCommand(), showCommand(), infoCommand()}, words);
  return code ? *code
              : fail(rt::internalError("the compiler has no command '",
                                       words[0], "'"));
}

extern "C" {

extern const char leatCompilerVersion[];
[[gnu::visibility("default")]] const char leatCompilerVersion[] = LEAT_VERSION;

[[gnu::visibility("default")]] const CompilerLibrary *leatCompilerLibrary() {
  static const CompilerLibrary library = {createModelCompiler,
                                          createReferenceEngine, run};
  return &library;
}

} // extern "C"
