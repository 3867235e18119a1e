//===- Describe.h - the interface of a model, from its IR -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Where declarations of the language become facts for the caller.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_JIT_DESCRIBE_H
#define LEAT_RUNTIME_JIT_DESCRIBE_H

#include "runtime/program/Interface.h"
#include "llvm/ADT/StringSet.h"

namespace leat {

class AlternateOp;
class ModelOp;

/// Describes a model that has been through `leat-flatten-let` and
/// `leat-expand-trainers`. `written` are the names of the declarations that
/// stood in it before: other states belong to trainers. `trainers` are the
/// names that were trainers. Errors: an element type that the runtime does not
/// have, an initialiser's option that is no number.
rt::Result<ModelInterface> describe(ModelOp model,
                                    const llvm::StringSet<> &written,
                                    const llvm::StringSet<> &trainers);

/// Describes trainers in turns, whose functions are in `model`. Errors: they
/// take arguments of one name and different types.
rt::Result<AlternationInfo> describe(AlternateOp alternate,
                                     const ModelInterface &model);

} // namespace leat

#endif // LEAT_RUNTIME_JIT_DESCRIBE_H
