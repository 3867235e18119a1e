//===- OpenMp.h - the thread pool that parallel kernels use ---*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parallel loops call LLVM's OpenMP runtime, libomp. It is opened on first
// use, so that a program without parallel kernels starts no thread and needs
// no library.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_CPU_OPENMP_H
#define LEAT_RUNTIME_CPU_OPENMP_H

#include <string>

namespace leat {

/// Sets how many threads parallel kernels called from this thread use, at
/// least 1. Results do not depend on it. False where libomp cannot be opened
/// (`openMpError` says why); with one thread that is no failure.
bool setThreads(int count);

/// How many threads a parallel kernel called from this thread would use; 1
/// where there is no libomp.
int threads();

/// The address of a symbol of libomp (`__kmpc_fork_call`, ...), or null.
void *openMpSymbol(const char *name);

/// Why libomp could not be opened; empty where it could or was not needed.
std::string openMpError();

} // namespace leat

#endif // LEAT_RUNTIME_CPU_OPENMP_H
