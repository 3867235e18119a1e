//===- State.h - the named tensors a model keeps ----------------*- C++ -*-===//
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Parameters, running statistics, optimiser slots: named tensors in order of
// declaration, with facts about where they come from.
//
//===----------------------------------------------------------------------===//
#ifndef LEAT_RUNTIME_STATE_H
#define LEAT_RUNTIME_STATE_H

#include "runtime/io/Safetensors.h"

#include <unordered_map>

namespace leat::rt {

/// Named tensors in order of insertion, and metadata. Copies share the
/// elements; clone() copies them.
class State {
public:
  /// Adds a tensor behind the others. Errors: the name is taken.
  Status insert(std::string name, Tensor tensor);

  /// Replaces the tensor of that name, or adds one behind the others.
  void set(std::string_view name, Tensor tensor);

  /// The tensor of that name, or null. Valid until the next insert() or set().
  Tensor *find(std::string_view name);
  const Tensor *find(std::string_view name) const;

  /// All tensors with their names, in order of insertion.
  const NamedTensors &tensors() const { return entries; }
  std::vector<std::string> names() const;
  int64_t size() const { return int64_t(entries.size()); }

  /// Free facts such as version, seed and data; saved with the tensors.
  Metadata &metadata() { return facts; }
  const Metadata &metadata() const { return facts; }

  /// A state with elements of its own. Errors: out of memory.
  Result<State> clone() const;

  /// Reads a safetensors file. Errors: as readSafetensors.
  static Result<State> load(const std::string &path);

  /// Writes a safetensors file: the old one stays until the new one is whole.
  /// Errors: as writeSafetensors.
  Status save(const std::string &path) const;

private:
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };

  NamedTensors entries;
  std::unordered_map<std::string, size_t, Hash, std::equal_to<>> positions;
  Metadata facts;
};

} // namespace leat::rt

#endif // LEAT_RUNTIME_STATE_H
