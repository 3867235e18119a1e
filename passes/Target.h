//===- Target.h - the processor that code is made for ---------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What cost models, code emitters and LLVM must know of a processor, found
// once and handed round by value. No pass asks the machine itself.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_PASSES_TARGET_H
#define LEAT_PASSES_TARGET_H

#include "llvm/Support/CodeGen.h"
#include "llvm/Support/Error.h"
#include <cstdint>
#include <memory>
#include <string>

namespace llvm {
class TargetMachine;
} // namespace llvm

namespace leat {

/// A processor, as LLVM names it and as a cost model sees it.
struct TargetInfo {
  /// LLVM triple, such as "x86_64-pc-linux-gnu".
  std::string triple;
  /// LLVM's name of the processor; it tunes scheduling, nothing else.
  std::string cpu;
  /// LLVM feature string ("+avx512f,-xop,..."), sorted. This, not the name,
  /// decides which instructions are used: virtual machines are often
  /// mistaken for a neighbouring model.
  std::string features;
  /// Widest vector register in bytes: 64, 32 or 16.
  unsigned vectorBytes = 16;
  /// Number of vector registers of that width.
  unsigned vectorRegisters = 16;
  /// Whether a fused multiply-add is one instruction; without it `vector.fma`
  /// is a call of libm, right and slow.
  bool hasFma = false;
  /// Data caches in bytes, as one core sees them. Where the machine does not
  /// say, and for a named target, they are 32 KiB, 1 MiB and 8 MiB.
  int64_t l1Bytes = 32 << 10, l2Bytes = 1 << 20, l3Bytes = 8 << 20;

  /// The processor that this process runs on. Found once; never fails.
  static const TargetInfo &host();

  /// The target of `--triple` and `--cpu`. Each may be empty: an empty triple
  /// is this machine's, an empty cpu the triple's baseline ("x86-64",
  /// "generic"); both empty, or cpu "native", is `host()`. An unknown triple
  /// or cpu is an error that names it.
  static llvm::Expected<TargetInfo> create(llvm::StringRef triple,
                                           llvm::StringRef cpu);
};

/// LLVM's code generator for `target`: position-independent code, small code
/// model. Registers LLVM's targets on first use; safe from any thread.
llvm::Expected<std::unique_ptr<llvm::TargetMachine>>
createTargetMachine(const TargetInfo &target, llvm::CodeGenOptLevel level);

} // namespace leat

#endif // LEAT_PASSES_TARGET_H
