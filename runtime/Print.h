//===- Print.h - tensors as NumPy prints them -------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// People compare our numbers with NumPy's on the screen, so these look equal.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_PRINT_H
#define LEAT_RUNTIME_PRINT_H

#include "runtime/Tensor.h"

#include <string>

namespace leat::rt {

/// What NumPy's print(array) writes under its default options, without the
/// newline at the end: at most 8 digits after the point, columns aligned, lines
/// of at most 75 characters, over 1000 elements only the first and last three
/// of each dimension. bf16, which NumPy lacks, is treated as f32.
std::string toString(const Tensor &tensor);

} // namespace leat::rt

#endif // LEAT_RUNTIME_PRINT_H
