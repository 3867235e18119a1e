//===- Ceiling.h - what this core can do at most ---------------*- C++ -*-===//
//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Against what kernels are measured: multiply-adds without a single load, and
// copies without a single operation.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_CPU_CEILING_H
#define LEAT_RUNTIME_CPU_CEILING_H

#include <cstdint>
#include <utility>
#include <vector>

namespace leat {

/// Seconds of processor time of the calling thread: what another process takes
/// of this core is not counted.
double threadSeconds();

/// GFLOP/s of independent f32 multiply-adds in registers of `vectorBytes`, 32
/// or 64, on the calling thread, now.
double multiplyAddGflops(int64_t vectorBytes);

/// What `threads` threads of this machine can do at once.
struct Ceiling {
  /// GFLOP/s of f32 multiply-adds; 0 where the processor has none in vectors.
  double gflops = 0;
  /// GB/s, read and written, of a copy within this many bytes, ascending.
  std::vector<std::pair<int64_t, double>> bandwidths;

  /// The least seconds for a kernel that does `operations` on floats of at most
  /// `floatBytes` and moves `bytes`: the longer of the two.
  double seconds(int64_t operations, int64_t floatBytes, int64_t bytes) const;
};

/// Measures it, in about 0.1 s. `threads` is at least 1.
Ceiling measureCeiling(int threads);

/// Instructions per second that do nothing, on the calling thread, now. While
/// a neighbour runs on the other thread of a shared core it is about half of
/// what it is otherwise, although multiplyAddGflops hardly changes.
double issueRate();

} // namespace leat

#endif // LEAT_RUNTIME_CPU_CEILING_H
