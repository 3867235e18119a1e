//===- Mnist1d.h - digits as one-dimensional signals ------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A set as small as a toy that still tells models apart: logistic regression,
// a perceptron and a convolutional network differ widely on it.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_MNIST1D_H
#define LEAT_RUNTIME_DATA_MNIST1D_H

#include "runtime/data/DataSet.h"

namespace leat::rt {

/// `count` examples made as Greydanus and Kobak describe ("Scaling down deep
/// learning with MNIST-1D", 2020): field `x`, f32[count, 40], and `label`, i64
/// [count], the digit 0 to 9 of example i being i mod 10. The template of the
/// digit, 12 points, gets the deviation 1/6 and starts at 0; it is padded with
/// 36 to 60 zeros and resampled to 72 points, scaled by 0.8 to 1.2, shifted by
/// 0 to 47 points; all but the digit becomes noise of deviation 1/4, smoothed
/// by a Gaussian of 2 points; then come white noise of deviation 0.02, a shear
/// of -0.375 to 0.375 from end to end, and resampling to 40 points. The
/// templates follow the paper's figure and the draws are ours, so the examples
/// are like the authors' but not the same ones; logistic regression gets the 32
/// % right that it gets of theirs. `isTest` gives others. Example i depends on
/// the seed and i only, with the same bits on every machine. Errors: out of
/// memory.
Result<DataSet> generateMnist1d(int64_t count, bool isTest, uint64_t seed);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_MNIST1D_H
