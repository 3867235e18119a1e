//===- Ceiling.h - what this core can do at most ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Loops without a single load, against which kernels are measured.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_BENCHMARK_CEILING_H
#define LEAT_BENCHMARK_CEILING_H

#include <cstdint>

namespace leat {

/// Seconds of processor time of the calling thread: what another process takes
/// of this core is not counted.
double threadSeconds();

/// GFLOP/s of independent f32 multiply-adds in registers of `vectorBytes`, 32
/// or 64, on the calling thread, now.
double multiplyAddGflops(int64_t vectorBytes);

/// Instructions per second that do nothing, on the calling thread, now. While
/// a neighbour runs on the other thread of a shared core it is about half of
/// what it is otherwise, although multiplyAddGflops hardly changes.
double issueRate();

} // namespace leat

#endif // LEAT_BENCHMARK_CEILING_H
