//===- Kept.h - what the cache keeps of a model -----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The fields of a read model and of compiled code, for Archive.h. The order
// is the format; another build of the compiler never sees the bytes.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_KEPT_H
#define LEAT_RUNTIME_PROGRAM_KEPT_H

#include "runtime/program/Archive.h"
#include "runtime/program/Compiler.h"

namespace leat {

/// What reading a model gives.
struct ReadModel {
  ModelInterface interface;
  std::string remarks; ///< what the compiler said that was no error
};

template <typename A> void fields(A &a, DimensionInfo &dimension) {
  a(dimension.name, dimension.size);
}
template <typename A> void fields(A &a, ValueInfo &value) {
  a(value.name, value.type, value.dimensions, value.defaultValue);
}
template <typename A> void fields(A &a, FunctionInfo &function) {
  a(function.name, function.kind, function.arguments, function.results);
}
template <typename A> void fields(A &a, StateInfo &state) {
  a(state.kind, state.tensor, state.isSeed, state.initializer, state.copyOf);
}
template <typename A> void fields(A &a, AlternationInfo::Turn &turn) {
  a(turn.trainer, turn.steps);
}
template <typename A> void fields(A &a, AlternationInfo &alternation) {
  a(alternation.turns, alternation.function);
}
template <typename A> void fields(A &a, ModelInterface &model) {
  a(model.functions, model.states, model.alternations);
}
template <typename A> void fields(A &a, ReadModel &model) {
  a(model.interface, model.remarks);
}
template <typename A> void fields(A &a, CompiledCode &code) {
  a(code.entry, code.states, code.code, code.remarks);
}

namespace rt { // where lookup finds them

template <typename A> void fields(A &a, TensorSignature &tensor) {
  a(tensor.name, tensor.type, tensor.shape);
}
template <typename A> void fields(A &a, Initializer &initializer) {
  a(initializer.kind, initializer.first, initializer.second, initializer.mode,
    initializer.gain);
}
template <typename A> void fields(A &a, LaunchRecord &launch) {
  a(launch.name, launch.kernel, launch.places, launch.operations,
    launch.floatBytes, launch.bytes);
}
template <typename A> void fields(A &a, CheckRecord &check) {
  a(check.role, check.place, check.input, check.shape, check.below,
    check.holds);
}
template <typename A> void fields(A &a, PrintRecord &print) {
  a(print.label, print.values);
}
template <typename A> void fields(A &a, EntrySignature &entry) {
  a(entry.name, entry.symbol, entry.inputs, entry.outputs, entry.states,
    entry.writes, entry.arenaBytes, entry.scratchBytes, entry.launches,
    entry.checks, entry.prints, entry.trips);
}

} // namespace rt

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_KEPT_H
