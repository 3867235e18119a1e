//===- Generated.h - data sets that are made here ---------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The small distributions on which generative models and classifiers are
// tried. Same bits on every machine: Philox draws and PortableMath.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_GENERATED_H
#define LEAT_RUNTIME_DATA_GENERATED_H

#include "runtime/data/DataSet.h"

namespace leat::rt {

/// The sets that generateData() makes; z is a standard normal draw.
///  - mnist1d: signals of 40 points in 10 classes (Mnist1d.h)
///  - gauss-mixture: 8 Gaussians of deviation 0.1, centres evenly on the circle
///    of radius 2; label: the component, 0 to 7
///  - two-moons: two half circles of radius 1 that interlock, + 0.05 z; label:
///    the moon, 0 or 1
///  - swiss-roll: (t cos t, t sin t) / 5, t on [1.5 pi, 4.5 pi), + 0.05 z;
///    field `position`: t as f32[n]
///  - spirals: two arms of 1.5 turns, radius growing from 0 to 2, + 0.05 z;
///    label: the arm, 0 or 1
///  - checkerboard: even on the 8 squares (i + j even) of the 4 x 4 board
///    [-2, 2)^2, without label
inline constexpr std::string_view kGeneratedSets[] = {
    "mnist1d",    "gauss-mixture", "two-moons",
    "swiss-roll", "spirals",       "checkerboard"};

/// The number of examples where a person asks for none: 1000, but 4000 of
/// mnist1d for training.
int64_t defaultCount(std::string_view name, bool isTest);

/// `count` points of one of these: field `x`, f32[count, 2] (mnist1d: 40), and
/// `label`, i64[count], where there is one. `isTest` gives others, independent
/// of those for training. Point i depends on the seed, the set and i only.
/// Errors: another name; out of memory.
Result<DataSet> generateData(std::string_view name, int64_t count, bool isTest,
                             uint64_t seed);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_GENERATED_H
