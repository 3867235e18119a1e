//===- Features.h - which instructions this processor has -----*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Compiled code may be kept only for processors that can run it. The compiler
// has its own, longer description; this one needs no LLVM.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_CPU_FEATURES_H
#define LEAT_RUNTIME_CPU_FEATURES_H

#include <string>

namespace leat {

/// A text that is equal on two machines only where the instruction set, the
/// model and what the operating system lets use (AVX-512 state) are equal.
/// Not for reading.
std::string cpuFeatures();

/// What the processor calls itself, "Intel(R) Xeon(R) ...", or its
/// architecture where it has no name.
std::string cpuName();

} // namespace leat

#endif // LEAT_RUNTIME_CPU_FEATURES_H
