//===- FiniteDifference.h - derivatives by evaluation only ------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The witness of every derivative rule: it knows no rule, it only runs the
// function near the point.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REFERENCE_FINITEDIFFERENCE_H
#define LEAT_RUNTIME_REFERENCE_FINITEDIFFERENCE_H

#include "runtime/Tensor.h"
#include "llvm/ADT/ArrayRef.h"

#include <vector>

namespace leat {
class FuncOp;
} // namespace leat

namespace leat::reference {

/// The gradients of the first result of `func`, a float scalar, by its
/// arguments of the numbers `wrt`: one f64 tensor of the argument's shape each.
///
/// Per element x, central differences with the steps h and h / 2, h =
/// cbrt(2^-52) max(1, |x|), and one Richardson extrapolation,
/// (4 d(h / 2) - d(h)) / 3 (Richardson 1911): four runs. All in f64, whatever
/// the types of arguments: an argument of f32 moves by less than its last bit.
/// Truncation is O(h^4); rounding leaves about 1e-10 of the size of the result.
/// Wrong within h of a kink. A `convert` to a narrower float rounds steps away.
///
/// Errors: as interpret(); a first result that is no float scalar; a number in
/// `wrt` that is no float argument.
rt::Result<std::vector<rt::Tensor>>
finiteDifferences(FuncOp func, llvm::ArrayRef<rt::Tensor> arguments,
                  llvm::ArrayRef<unsigned> wrt);

} // namespace leat::reference

#endif // LEAT_RUNTIME_REFERENCE_FINITEDIFFERENCE_H
