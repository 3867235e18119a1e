//===- InitialState.h - a program's states, filled and loaded ---*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The slab at the start of a program, and what a file of weights does to it.
//
//===----------------------------------------------------------------------===//

#ifndef LEAT_RUNTIME_PROGRAM_INITIALSTATE_H
#define LEAT_RUNTIME_PROGRAM_INITIALSTATE_H

#include "runtime/NameMap.h"
#include "runtime/StateSlab.h"
#include "runtime/program/Interface.h"

#include <functional>

namespace leat {

/// A slab of `states`, each with its initial value: by its initialiser from
/// `seed` and its name; a generator as {seed, 0}; a copy as what it copies;
/// constants zero. Errors: those of rt::initialize() and out of memory.
rt::Result<rt::StateSlab> createStates(const std::vector<StateInfo> &states,
                                       uint64_t seed);

/// Gives one state its initial value again.
rt::Status resetState(rt::StateSlab &slab, const StateInfo &state,
                      uint64_t seed);

/// How a file that was made elsewhere is read.
struct LoadOptions {
  /// From names in the file to those in the model.
  rt::NameMap names;
  bool allowExtra = false;   ///< ignore tensors that the model does not have
  bool allowMissing = false; ///< leave states that the file does not have
  /// Leave the slots of trainers at their initial values.
  bool withoutSlots = false;
  /// Is told which tensors were converted to another element type.
  std::function<void(const std::string &)> report;
};

/// Copies `file` into `slab`, by name. Slots of trainers and constants may be
/// missing; a moving average that is missing starts as what it averages. Floats
/// become the state's float type and integers its integer type, where that
/// holds them; options.report says so. Errors, before anything is copied, all
/// in one message: states that are missing, tensors that the model does not
/// have, each with the nearest name, other shapes, other kinds of elements or
/// numbers that the state's type does not hold; those of NameMap::apply().
rt::Status loadStates(rt::StateSlab &slab, const std::vector<StateInfo> &states,
                      const rt::State &file, const LoadOptions &options);

} // namespace leat

#endif // LEAT_RUNTIME_PROGRAM_INITIALSTATE_H
