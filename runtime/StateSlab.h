//===- StateSlab.h - all states of a model in one allocation ----*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Entries of every batch size and target share it and update it in place.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_STATESLAB_H
#define LEAT_RUNTIME_STATESLAB_H

#include "runtime/Signature.h"
#include "runtime/State.h"

#include <memory>

namespace leat::rt {

/// The memory of a model's states. Copies share it.
class StateSlab {
public:
  /// A slab of zeros. Errors: out of memory.
  static Result<StateSlab> create(StateLayout layout);

  const StateLayout &layout() const { return *places; }

  /// The same, shared by all copies: equal pointers are one layout.
  const std::shared_ptr<const StateLayout> &sharedLayout() const {
    return places;
  }

  /// The start of the slab, for EntryArgs.
  void *data() const { return memory.data(); }

  /// The elements of the state `name`, borrowed: valid as long as the slab.
  /// Errors: no such state.
  Result<Tensor> tensor(std::string_view name) const;

  /// Copies the states of `state` into the slab, by name. Errors, before
  /// anything is copied: a state that is missing, of another shape or type, or
  /// that the model does not have.
  Status load(const State &state);

  /// A copy of all states, in the order of the slab. Errors: out of memory; a
  /// slab that is poisoned.
  Result<State> store() const;

  /// Marks the states as worthless, as after a step that failed half way.
  /// load() makes them good again.
  void poison(std::string reason) { poisonReason = std::move(reason); }

  /// Why the states are worthless, or empty.
  const std::string &poisoned() const { return poisonReason; }

private:
  std::shared_ptr<const StateLayout> places = std::make_shared<StateLayout>();
  Buffer memory;
  std::string poisonReason;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_STATESLAB_H
