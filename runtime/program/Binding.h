//===- Binding.h - from the inputs of a call to its extents -----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `f32[B, 784]` given f32[64, 784] says that B is 64; two arguments that say
// different things are an error that names both.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_BINDING_H
#define LEAT_RUNTIME_PROGRAM_BINDING_H

#include "runtime/program/Interface.h"

namespace leat {

/// A call, checked.
struct BoundCall {
  std::vector<rt::Tensor> inputs; ///< in the order of the arguments
  ExtentSizes extents;            ///< all extents of the signature
};

/// Orders `inputs` as `function` takes them, with the defaults of those that
/// are not there, and finds the sizes of its extents; `given` are sizes for
/// those that no argument binds. Errors: an input that is missing, unknown or
/// given twice; another element type, rank or size than the signature's; an
/// extent that is bound twice, differently, or not at all.
rt::Result<BoundCall> bindCall(const FunctionInfo &function,
                               const rt::NamedTensors &inputs,
                               const ExtentSizes &given);

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_BINDING_H
