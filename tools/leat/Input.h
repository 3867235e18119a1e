//===- Input.h - tensors given on the command line --------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
//   --input x=x.npy   --input x=0.5   --input x=[1,2]   --input x=[[1,2],[3,4]]
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_TOOLS_LEAT_INPUT_H
#define LEAT_TOOLS_LEAT_INPUT_H

#include "runtime/Tensor.h"

#include <string>

namespace leat::cli {

/// What --input says behind NAME=: a file that ends in ".npy"; one that ends in
/// ".npz", for its array NAME, `name`; or a literal.
/// Elements of a file become `type` where that keeps their kind: floats are
/// rounded to floats, integers and flags fit into integers or become floats.
/// Errors: of the file, which may lack the array; of the literal; a float for
/// an integer, an integer that does not fit.
rt::Result<rt::Tensor> readInput(const std::string &name,
                                 const std::string &text, rt::DType type);

/// `tensor` in the element type `type`, as readInput() says.
rt::Result<rt::Tensor> convertInput(const rt::Tensor &tensor, rt::DType type);

} // namespace leat::cli

#endif // LEAT_TOOLS_LEAT_INPUT_H
