//===- Interpreter.h - what a program means, run op by op -------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The executable meaning of the dialect: slow and obvious, and independent of
// code generation, so that each is a witness of the other. One file per op
// family holds the ops' meanings.
//
// Floats of every width are computed in f64 and are rounded to their declared
// type only where a result leaves the function, where a person writes a number,
// and by an explicit `convert`. Integers wrap at their width. Sums are taken in
// ascending order; the same arguments give the same bits.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_REFERENCE_INTERPRETER_H
#define LEAT_RUNTIME_REFERENCE_INTERPRETER_H

#include "runtime/Tensor.h"
#include "runtime/reference/Array.h"

#include <vector>

namespace leat {
class FuncOp;
} // namespace leat

namespace leat::reference {

/// Runs a function whose body holds only tensor ops (no let, get, set, call or
/// grad left; static shapes) on `arguments`, one per argument and of its type,
/// and returns its results. `func` must have passed the verifier. Errors: the
/// number or the type of an argument; an extent that is not known; an op that
/// has no meaning here (named with its place in the source).
rt::Result<std::vector<rt::Tensor>>
interpret(FuncOp func, llvm::ArrayRef<rt::Tensor> arguments);

/// The same on the interpreter's own values: floats of every type enter and
/// leave unrounded.
rt::Result<std::vector<Array>> evaluate(FuncOp func,
                                        std::vector<Array> arguments);

} // namespace leat::reference

#endif // LEAT_RUNTIME_REFERENCE_INTERPRETER_H
