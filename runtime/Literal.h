//===- Literal.h - tensors written as text ----------------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   0.5   [1,2]   [[1,2],[3,4]]
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_LITERAL_H
#define LEAT_RUNTIME_LITERAL_H

#include "runtime/Tensor.h"

#include <string>

namespace leat::rt {

/// A tensor of `type` from numbers in nested brackets; the shape is that of the
/// nesting, `0.5` has rank 0. Numbers are written as in the language, also
/// `inf`, `-inf`, `nan`, `true` and `false`. Errors: the place where the text
/// is no such literal; lists of different lengths side by side; a fraction
/// where `type` is an integer; an integer that `type` does not hold.
Result<Tensor> parseLiteral(const std::string &text, DType type);

} // namespace leat::rt

#endif // LEAT_RUNTIME_LITERAL_H
