//===- Describe.h - tensors in a few lines ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a person looks at before training on a set, or of samples.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_DATA_DESCRIBE_H
#define LEAT_RUNTIME_DATA_DESCRIBE_H

#include "runtime/Tensor.h"

namespace leat::rt {

/// One line a tensor: its name, type and shape, smallest and largest number,
/// the mean of floats, how many are NaN or infinite (which the others leave
/// out), and how often each value of an integer per example stands, where there
/// are at most 20 values:
///
///   x      f32[1000, 2]  -1.13 to 2.14, mean 0.498
///   label  i64[1000]     0 to 1; 0: 503, 1: 497
std::string describeTensors(const NamedTensors &tensors);

} // namespace leat::rt

#endif // LEAT_RUNTIME_DATA_DESCRIBE_H
