//===- Compiled.h - a program as machine code, in several ways --*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What is promised to give the same bits.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_TEST_FUZZ_PROGRAMS_COMPILED_H
#define LEAT_TEST_FUZZ_PROGRAMS_COMPILED_H

#include "passes/emit/Emit.h"
#include "runtime/Executable.h"
#include "runtime/cpu/SharedObject.h"
#include "test/fuzz/programs/Subject.h"

namespace leat::fuzz {

/// How code is made.
struct Way {
  const char *name;
  bool fuse = true;
  Tier tier = Tier::Quick;
  int threads = 1;
  unsigned vectorBytes = TargetInfo::host().vectorBytes;
};

/// Some ways; the first one is the usual one, at the quick tier.
const std::vector<Way> &ways();

/// The code of the last functions of a subject.
class Compiled {
public:
  /// Errors: what the passes report.
  static rt::Result<std::unique_ptr<Compiled>> make(Subject &subject,
                                                    const Way &way);

  /// Calls a function twice, from `states` on: its results of both calls, and
  /// the states then.
  rt::Result<rt::NamedTensors> run(const Callable &function,
                                   const Arrays &inputs, const States &states);

private:
  std::unique_ptr<SharedObject> object;
  std::map<std::string, rt::Executable> entries;
  rt::StateLayout layout;
};

/// The same by the interpreter. Errors: of the interpreter.
rt::Result<rt::NamedTensors> interpret(const Subject &subject,
                                       const Callable &function,
                                       const Arrays &inputs,
                                       const States &states);

} // namespace leat::fuzz

#endif // LEAT_TEST_FUZZ_PROGRAMS_COMPILED_H
